"""What the embedded engines promise while they run."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from environ import Env
from kombu.utils.url import parse_url

from portal.desarrollo import guardian
from portal.desarrollo.motores import (
    Motores,
    MotoresNoDisponibles,
    asegurar,
    carpeta_local,
    efimeros,
    soltar,
)
from tests.portal.desarrollo.procesos import Usuario, hasta, limpiar


@pytest.fixture(scope="module")
def local(carpetas: Callable[[], Path]) -> Iterator[Path]:
    ruta = carpetas()
    asegurar(ruta)
    yield ruta
    soltar(ruta)


@pytest.fixture(scope="module")
def motores(local: Path) -> Motores:
    return asegurar(local)


def arranque(motores: Motores) -> object:
    with psycopg.connect(motores.database_url) as conexion:
        return conexion.execute("SELECT pg_postmaster_start_time()").fetchone()


def test_la_direccion_de_la_base_sirve_a_psycopg(motores: Motores) -> None:
    with psycopg.connect(motores.database_url) as conexion:
        fila = conexion.execute(
            "SELECT current_database(), current_user, current_setting('server_version_num')::int,"
            " upper('ñandú'), pg_encoding_to_char(encoding) FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert fila is not None
    assert fila[:2] == ("portal", "portal")
    assert fila[2] >= 180000
    assert fila[3:] == ("ÑANDÚ", "UTF8")


def test_la_direccion_de_la_base_sirve_a_los_ajustes(motores: Motores) -> None:
    ajustes = Env.db_url_config(motores.database_url)

    with psycopg.connect(
        host=ajustes["OPTIONS"]["host"],
        dbname=ajustes["NAME"],
        user=ajustes["USER"],
        password=ajustes["PASSWORD"],
    ) as conexion:
        assert conexion.execute("SELECT 1").fetchone() == (1,)


def test_las_extensiones_que_el_portal_usa_estan_disponibles(motores: Motores) -> None:
    with psycopg.connect(motores.database_url) as conexion:
        conexion.execute("CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm")
        assert conexion.execute("SELECT unaccent('Bogotá')").fetchone() == ("Bogota",)
        conexion.rollback()


def test_la_direccion_de_redis_sirve_a_redis_y_a_celery(motores: Motores) -> None:
    with redis.Redis.from_url(motores.redis_url) as cliente:
        cliente.set("prueba", "sí")
        assert cliente.get("prueba") == "sí".encode()
    socket = parse_url(motores.redis_url.replace("unix://", "redis+socket://"))["virtual_host"]
    assert Path("/" + str(socket).lstrip("/")).is_socket()


def test_redis_no_desaloja_y_tiene_bases_para_cada_proceso_de_prueba(motores: Motores) -> None:
    with redis.Redis.from_url(motores.redis_url) as cliente:
        assert cliente.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert cliente.config_get("databases") == {"databases": "64"}
        assert cliente.config_get("appendonly") == {"appendonly": "yes"}


def test_la_segunda_vez_se_usan_los_mismos(local: Path, motores: Motores) -> None:
    antes = arranque(motores)

    assert asegurar(local) == motores
    assert arranque(motores) == antes


def test_una_clave_equivocada_se_rechaza(motores: Motores) -> None:
    buena = motores.database_url.split(":")[2].split("@")[0]
    mala = motores.database_url.replace(buena, "0" * 48)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(mala)
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(mala.replace("0" * 48, ""))


def test_ningun_motor_escucha_en_un_puerto(local: Path, motores: Motores) -> None:
    abiertos = set()
    for pid in guardian.procesos((local / "motores").resolve()):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            abiertos.add(os.readlink(descriptor))
    enchufes = {nombre[8:-1] for nombre in abiertos if nombre.startswith("socket:[")}
    assert enchufes, "no se ven los descriptores de los motores"

    tablas = [Path("/proc/net/tcp"), Path("/proc/net/tcp6"), Path("/proc/net/udp")]
    lineas = [linea.split() for t in tablas for linea in t.read_text().splitlines()[1:]]
    assert not enchufes & {linea[9] for linea in lineas}


def test_solo_el_dueno_llega_a_los_enchufes_y_a_la_clave(local: Path, motores: Motores) -> None:
    base = (local / "motores").resolve()
    enchufes = Path((base / guardian.SOCKETS).read_text())

    assert stat.S_IMODE(enchufes.stat().st_mode) == 0o700
    assert len(str(enchufes / ".s.PGSQL.5432")) < 107
    assert stat.S_IMODE((base / "clave").stat().st_mode) == 0o600
    for datos in (base / "pg", base / "valkey"):
        assert stat.S_IMODE(datos.stat().st_mode) == 0o700


def test_los_motores_no_corren_como_root_ni_en_la_sesion_de_la_terminal(
    local: Path, motores: Motores
) -> None:
    for pid in guardian.procesos((local / "motores").resolve()):
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        assert os.getsid(pid) != os.getsid(0)


def test_el_registro_de_postgres_no_guarda_datos(local: Path, motores: Motores) -> None:
    with psycopg.connect(motores.database_url, autocommit=True) as conexion:
        conexion.execute("CREATE TABLE persona (numero text PRIMARY KEY)")
        conexion.execute("INSERT INTO persona VALUES ('1013592259')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            conexion.execute("INSERT INTO persona VALUES ('1013592259')")
        conexion.execute("DROP TABLE persona")

    registro = (local / "motores" / "postgres.log").read_text()
    assert "duplicate key" in registro
    assert "1013592259" not in registro


def test_cuatro_procesos_a_la_vez_encienden_un_solo_servidor(
    carpeta: Path, usar: Callable[[Path], Usuario]
) -> None:
    usuarios = [usar(carpeta) for _ in range(4)]

    direcciones = {usuario.motores() for usuario in usuarios}

    assert len(direcciones) == 1
    programas = guardian.procesos((carpeta / "motores").resolve()).values()
    assert len([p for p in programas if p.endswith(b"/postgres")]) == 1
    assert len([p for p in programas if p.startswith(b"valkey-server")]) == 1


def test_una_ruta_larga_y_cerrada_a_los_demas_sirve(tmp_path: Path) -> None:
    larga = tmp_path / ("carpeta con espacios " * 8).strip()
    larga.mkdir(mode=0o700)

    motores = asegurar(larga)
    try:
        assert arranque(motores)
        assert asegurar(larga) == motores
        base = (larga / "motores").resolve()
        # As root the engines' uid cannot reach the folder, and nothing above it is opened up.
        assert base.is_relative_to("/var/tmp" if os.geteuid() == 0 else larga)
        assert stat.S_IMODE(larga.stat().st_mode) == 0o700
    finally:
        soltar(larga)
    limpiar(larga)


def test_los_efimeros_son_nuevos_y_no_dejan_rastro() -> None:
    with efimeros() as primero, efimeros() as segundo:
        assert primero.database_url != segundo.database_url
        with psycopg.connect(primero.database_url) as conexion:
            assert conexion.execute("SHOW fsync").fetchone() == ("off",)
            assert conexion.execute("SHOW max_connections").fetchone() == ("200",)
        enchufes = Path(Env.db_url_config(primero.database_url)["OPTIONS"]["host"])
        assert enchufes.is_dir()

    hasta(lambda: not enchufes.exists(), segundos=1)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(primero.database_url)


def test_la_carpeta_local_se_puede_cambiar(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTAL_LOCAL", str(tmp_path / "otra"))
    assert carpeta_local() == tmp_path / "otra"

    monkeypatch.delenv("PORTAL_LOCAL")
    assert carpeta_local().name == ".local"
    assert (carpeta_local().parent / "manage.py").is_file()


def test_sin_las_dependencias_de_desarrollo_se_dice_que_falta(
    carpeta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.desarrollo.lugar.find_spec", lambda nombre: None)

    with pytest.raises(MotoresNoDisponibles, match="defina DATABASE_URL y REDIS_URL"):
        asegurar(carpeta)


def test_un_motor_que_no_arranca_muestra_su_registro(carpeta: Path) -> None:
    asegurar(carpeta)
    soltar(carpeta)
    with (carpeta / "motores" / "pg" / "postgresql.conf").open("a") as ajustes:
        ajustes.write("ajuste_inexistente = 1\n")

    with pytest.raises(MotoresNoDisponibles, match="ajuste_inexistente"):
        asegurar(carpeta)

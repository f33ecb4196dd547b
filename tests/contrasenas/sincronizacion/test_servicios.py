"""One file, whole or not at all: what it does to the registry, and what it reports."""

from datetime import timedelta

import pytest
from django.db import DataError
from django.utils import timezone

from contrasenas.enums import EstadoSincronizacion, FaltaContacto
from contrasenas.models import Camara, Matriculado, Sincronizacion
from contrasenas.sincronizacion import fusion, servicios
from contrasenas.sincronizacion.cerrojo import clave
from contrasenas.sincronizacion.excepciones import YaEnCurso
from portal.auditoria.models import Evento
from portal.usuarios.models import Usuario
from tests.contrasenas.sincronizacion.archivos import COLUMNAS, csv_de, fila
from tests.contrasenas.sincronizacion.pasos import cargar, otra_conexion

pytestmark = pytest.mark.django_db


def cuentas(fila: Sincronizacion) -> tuple[int, ...]:
    """Read, new, changed, unchanged, rejected, absent."""
    return (
        *(fila.leidas, fila.nuevas, fila.cambiadas),
        *(fila.sin_cambios, fila.rechazadas, fila.ausentes),
    )


def foto() -> list[tuple[object, ...]]:
    """Everything that stands in the registry."""
    return [
        tuple(map(str, valores)) for valores in Matriculado.objects.order_by("pk").values_list()
    ]


def rechazada(camara: Camara, contenido: bytes) -> str:
    """Load a file that must be refused and change nothing; return why."""
    antes = foto()
    resultado = cargar(camara, contenido)
    assert resultado.estado == EstadoSincronizacion.RECHAZADA
    assert foto() == antes
    assert cuentas(resultado)[1:4] == (0, 0, 0)
    return resultado.error


def test_una_fila_queda_con_sus_columnas_y_con_lo_que_se_deduce_de_ellas(camara: Camara) -> None:
    sincronizacion = cargar(camara, csv_de([fila(7)]))
    assert sincronizacion.estado == EstadoSincronizacion.TERMINADA
    assert cuentas(sincronizacion) == (1, 1, 0, 0, 0, 0)
    matriculado = Matriculado.objects.get()
    assert matriculado.camara == camara
    assert matriculado.matricula == "7"
    assert matriculado.razonsocial == "MUÑOZ PEÑA PERSONA 7"
    assert (matriculado.organizacion, matriculado.estmatricula) == ("01", "MA")
    assert str(matriculado.fecrenovacion) == "2025-02-28"
    assert matriculado.ultanoren == 2025
    assert (matriculado.tipo, matriculado.numero) == ("CC", "1000007")
    assert (matriculado.correo, matriculado.falta_correo) == ("persona7@correo.example", "")
    assert (matriculado.celular, matriculado.falta_celular) == ("+573100000007", "")
    assert matriculado.emailnot == "PERSONA7@correo.example"
    assert len(bytes(matriculado.huella)) == 16


def test_el_mismo_archivo_otra_vez_no_escribe_nada(camara: Camara) -> None:
    contenido = csv_de(fila(n) for n in range(1, 6))
    cargar(camara, contenido)
    antes = foto()
    assert cuentas(cargar(camara, contenido)) == (5, 0, 0, 5, 0, 0)
    assert foto() == antes


def test_se_cuentan_nuevas_cambiadas_iguales_y_ausentes(
    camara: Camara, otra_camara: Camara
) -> None:
    cargar(camara, csv_de(fila(n) for n in range(1, 6)))
    cargar(otra_camara, csv_de([fila(1, razonsocial="DE OTRA CÁMARA")]))
    claves = dict(Matriculado.objects.filter(camara=camara).values_list("matricula", "pk"))
    segunda = cargar(
        camara, csv_de([fila(1), fila(2, ultanoren="2026"), fila(3, celnot="no"), fila(9)])
    )
    assert cuentas(segunda) == (4, 1, 2, 1, 0, 2)
    assert segunda.tomadas == 4
    despues = {m.matricula: m for m in Matriculado.objects.filter(camara=camara)}
    assert {m: despues[m].pk for m in claves} == claves
    assert despues["2"].ultanoren == 2026
    assert despues["3"].celular == "+573110000003"
    assert {m for m, fila in despues.items() if fila.ausente_desde} == {"4", "5"}
    assert Matriculado.objects.filter(camara=camara).presentes().count() == 4
    assert Matriculado.objects.get(camara=otra_camara).razonsocial == "DE OTRA CÁMARA"


def test_quien_vuelve_al_archivo_deja_de_estar_ausente(camara: Camara) -> None:
    ambos = csv_de([fila(1), fila(2)])
    cargar(camara, ambos)
    cargar(camara, csv_de([fila(1)]))
    assert cuentas(cargar(camara, ambos)) == (2, 0, 1, 1, 0, 0)
    assert not Matriculado.objects.exclude(ausente_desde=None).exists()


@pytest.mark.parametrize("separador", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "codificacion",
    ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_se_leen_las_codificaciones_y_los_separadores_de_siempre(
    camara: Camara, separador: str, codificacion: str
) -> None:
    filas = [fila(1, razonsocial="ÑANDÚ; S, A | \t«X»"), fila(2)]
    cargar(camara, csv_de(filas, separador=separador, codificacion=codificacion))
    assert list(Matriculado.objects.order_by("pk").values_list("razonsocial", flat=True)) == [
        "ÑANDÚ; S, A | «X»",
        "MUÑOZ PEÑA PERSONA 2",
    ]


@pytest.mark.parametrize("salto", ["\n", "\r\n", "\r"])
def test_cualquier_fin_de_linea_y_todo_entre_comillas_sirve(camara: Camara, salto: str) -> None:
    contenido = csv_de([fila(1), fila(2)], quoting=1, lineterminator=salto)
    assert cuentas(cargar(camara, contenido))[:2] == (2, 2)


def test_los_encabezados_van_en_cualquier_orden_y_en_mayusculas_y_lo_demas_se_informa(
    camara: Camara,
) -> None:
    columnas = ["color", *reversed(COLUMNAS)]
    contenido = csv_de([fila(1)], columnas).decode().splitlines()
    contenido[0] = contenido[0].upper().replace("NUMID", "mreg_est_matriculados.NumId")
    resultado = cargar(camara, ("\n".join(contenido) + "\n").encode())
    assert resultado.columnas_ignoradas == "COLOR, HORSINCRONIZACION, FECSINCRONIZACION"
    assert Matriculado.objects.get().numero == "1000001"


def test_sirven_los_nombres_de_mreg_est_inscritos(camara: Camara) -> None:
    cambios = {"estmatricula": "ctrestmatricula", "celcom": "telcom3", "celnot": "telnot3"}
    columnas = [cambios.get(c, c) for c in COLUMNAS] + ["telnot2"]
    inscrito = fila(1, telnot="6045550123", telnot2="6045550124", telnot3="3205550123")
    cargar(camara, csv_de([{**inscrito, "ctrestmatricula": "IA"}], columnas))
    matriculado = Matriculado.objects.get()
    assert (matriculado.estmatricula, matriculado.celular) == ("IA", "+573205550123")
    assert matriculado.telnot3 == "3205550123"


@pytest.mark.parametrize(
    ("quitar", "aviso"),
    [
        ({"matricula"}, "Faltan columnas obligatorias: «matricula»."),
        ({"numid", "ultanoren"}, "Faltan columnas obligatorias: «numid», «ultanoren»."),
        ({"emailnot", "emailcom"}, "Faltan columnas obligatorias: «emailnot» o «emailcom»."),
    ],
)
def test_sin_una_columna_obligatoria_se_rechaza_todo(
    camara: Camara, quitar: set[str], aviso: str
) -> None:
    columnas = [c for c in COLUMNAS if c not in quitar]
    assert rechazada(camara, csv_de([fila(1)], columnas)) == aviso


def test_las_filas_malas_se_dejan_fuera_con_su_linea_y_su_motivo(camara: Camara) -> None:
    filas = [
        fila(1),
        fila(2, matricula="  "),
        fila(3, fecrenovacion="20250231"),
        fila(4, fecmatricula="ayer"),
        fila(5, ultanoren="20x5"),
        fila(1, razonsocial="LA MISMA MATRÍCULA"),
        fila(6, organizacion="LTDA"),
        fila(7, razonsocial="DA\N{REPLACEMENT CHARACTER}ADA"),
        fila(8),
    ]
    lineas = csv_de(filas).decode().splitlines()
    lineas.insert(3, lineas[1].rpartition(",")[0])
    lineas.insert(4, '"00000099",01,0,"MAL" ENTRECOMILLADA,x')
    resultado = cargar(camara, ("\r\n".join(lineas) + "\r\n").encode())
    assert cuentas(resultado) == (11, 2, 0, 0, 9, 0)
    motivos = dict(resultado.filas_rechazadas.values_list("linea", "motivo"))
    assert motivos[3] == "La fila no tiene matrícula."
    assert motivos[4].startswith("La fila tiene 27 columnas y el encabezado 28")
    assert motivos[5].startswith("Hay comillas sin cerrar o mal puestas")
    assert motivos[6] == "«fecrenovacion» no existe en el calendario: «20250231»."
    assert motivos[7] == "«fecmatricula» no es una fecha AAAAMMDD: «ayer»."
    assert motivos[8] == "«ultanoren» no es un año de cuatro cifras: «20x5»."
    assert motivos[9] == "La matrícula ya está en la línea 2 del archivo."
    assert motivos[10] == "«organizacion» tiene más de 2 caracteres."
    assert motivos[11].startswith("La fila tiene letras dañadas")
    assert list(motivos) == sorted(motivos)
    assert resultado.filas_rechazadas.get(linea=6).matricula == "00000003"
    assert Matriculado.objects.get(matricula="1").razonsocial == "MUÑOZ PEÑA PERSONA 1"


def test_de_las_rechazadas_se_guardan_las_primeras_y_se_cuentan_todas(
    camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servicios, "RECHAZADAS_GUARDADAS", 3)
    resultado = cargar(camara, csv_de([fila(1), *(fila(n, matricula="") for n in range(5))]))
    assert resultado.rechazadas == 5
    assert list(resultado.filas_rechazadas.values_list("linea", flat=True)) == [3, 4, 5]
    repetidas = cargar(camara, csv_de([fila(1), fila(2), *(fila(1) for _ in range(5))]))
    assert cuentas(repetidas) == (7, 1, 0, 1, 5, 0)
    assert list(repetidas.filas_rechazadas.values_list("linea", flat=True)) == [4, 5, 6]


def test_una_fila_sin_contacto_ni_identificacion_entra_y_dice_que_le_falta(camara: Camara) -> None:
    sola = fila(1, idclase="7", numid="0", emailnot="", emailcom="NO TIENE")
    cargar(camara, csv_de([{**sola, "celnot": "", "celcom": "6045550123", "telcom1": "0"}]))
    matriculado = Matriculado.objects.get()
    assert (matriculado.tipo, matriculado.numero) == ("", "")
    assert (matriculado.correo, matriculado.celular) == ("", "")
    assert matriculado.falta_correo == FaltaContacto.NO_TIENE
    assert matriculado.falta_celular == FaltaContacto.SOLO_FIJO


def test_las_barras_los_tabuladores_y_los_textos_largos_no_estropean_la_copia(
    camara: Camara,
) -> None:
    rara = fila(1, razonsocial="A\\B\tC\nD\\N" + "Z" * 300, nombre1="\\N", nombre2="NULL")
    cargar(camara, csv_de([rara]))
    matriculado = Matriculado.objects.get()
    assert matriculado.razonsocial.startswith("A\\B C D\\NZZZ")
    assert len(matriculado.razonsocial) == 250
    assert (matriculado.nombre1, matriculado.nombre2) == ("", "")


def test_los_trozos_de_la_copia_no_pierden_ni_repiten_filas(
    camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contrasenas.sincronizacion.entrada.FILAS_POR_COPIA", 3)
    filas = [fila(n, matricula="" if n % 4 == 0 else str(n)) for n in range(1, 12)]
    assert cuentas(cargar(camara, csv_de(filas))) == (11, 9, 0, 0, 2, 0)
    assert Matriculado.objects.count() == 9


def test_un_archivo_cortado_en_cualquier_byte_no_cambia_nada(camara: Camara) -> None:
    cargar(camara, csv_de([fila(n) for n in range(3)]))
    entero = csv_de([fila(n, ultanoren="2026", razonsocial='"Á", S.A.') for n in range(1, 4)])
    for corte in range(0, len(entero), 11):
        # At the end of a line only the number of rows can tell.
        if not entero[:corte].endswith((b"\r", b"\n")):
            assert rechazada(camara, entero[:corte])


@pytest.mark.parametrize("codificacion", ["utf-16", "utf-16-le", "utf-16-be"])
def test_un_utf16_cortado_tampoco(camara: Camara, codificacion: str) -> None:
    entero = csv_de([fila(1), fila(2)], codificacion=codificacion)
    for corte in (1, 2, 3, 51, 500, len(entero) - 3, len(entero) - 2, len(entero) - 1):
        if entero[:corte].decode(codificacion, "ignore")[-1:] != "\r" or corte % 2:
            assert rechazada(camara, entero[:corte])


@pytest.mark.parametrize(
    ("contenido", "aviso"),
    [
        (b"", "El archivo está vacío."),
        (csv_de([]), "El archivo tiene encabezado pero ninguna fila."),
        (b"\n\n \n", "No se reconoce ninguna columna"),
        (b"hola;que\ntal;estas\n", "No se reconoce ninguna columna"),
        (csv_de([fila(1)])[:-2], "La última línea no termina en un salto de línea"),
        (csv_de([fila(1)])[:-40] + b"\r\n", "La última fila (línea 2) no está completa"),
        (csv_de([fila(1)]) + b'"00000002,01,0\r\n', "La última fila (línea 3) no está completa"),
        (csv_de([fila(1)]) + b"\x00" * 4096, "El archivo tiene bytes nulos"),
        (b"PK\x03\x04 libro", "Es un libro de Excel o un archivo comprimido"),
        (b"\x1f\x8b\x08 comprimido", "Es un archivo comprimido"),
        (csv_de([fila(1)], [*COLUMNAS, "NUMID"]), "La columna «numid» está dos veces"),
        (csv_de([fila(1, matricula="")]), "Ninguna fila del archivo se puede tomar"),
    ],
)
def test_lo_que_no_es_un_registro_entero_se_rechaza_y_se_explica(
    camara: Camara, contenido: bytes, aviso: str
) -> None:
    cargar(camara, csv_de([fila(1), fila(2)]))
    assert aviso in rechazada(camara, contenido)


def test_muchas_menos_filas_que_la_ultima_vez_se_rechazan_salvo_que_se_fuerce(
    camara: Camara, operadora: Usuario
) -> None:
    cargar(camara, csv_de(fila(n) for n in range(1, 201)))
    poco = csv_de(fila(n) for n in range(1, 160))
    assert "El archivo trae 159 filas útiles y la última sincronización tuvo 200" in rechazada(
        camara, poco
    )
    assert cargar(camara, csv_de(fila(n) for n in range(1, 161))).ausentes == 40
    menos = csv_de(fila(n) for n in range(1, 11))
    assert "tuvo 160" in rechazada(camara, menos)
    forzada = cargar(camara, menos, forzar_reduccion=True, actor=operadora)
    assert cuentas(forzada) == (10, 0, 0, 10, 0, 190)
    evento = Evento.objects.de(forzada).get()
    assert (evento.actor, evento.cambios) == (operadora, {"filas": ["160", "10"]})
    assert not Evento.objects.de(cargar(camara, menos, forzar_reduccion=True)).exists()


def test_la_ultima_sincronizacion_dice_si_los_datos_son_frescos(camara: Camara) -> None:
    ahora = timezone.now()
    assert camara.ultima_sincronizacion is None
    assert not camara.datos_frescos(ahora)
    buena = cargar(camara, csv_de([fila(1)]))
    cargar(camara, b"malo\n")
    assert camara.ultima_sincronizacion == buena
    assert buena.terminada_en is not None
    limite = timedelta(hours=36)
    assert camara.datos_frescos(buena.terminada_en + limite)
    assert not camara.datos_frescos(buena.terminada_en + limite + timedelta(seconds=1))


def test_lo_que_dejo_un_proceso_muerto_no_estorba(camara: Camara) -> None:
    muerta = Sincronizacion.objects.create(camara=camara, archivo="vieja.csv")
    assert cargar(camara, csv_de([fila(1)])).estado == EstadoSincronizacion.TERMINADA
    muerta.refresh_from_db()
    assert (muerta.estado, muerta.error) == (EstadoSincronizacion.RECHAZADA, servicios.INTERRUMPIDA)
    assert muerta.terminada_en is not None


def test_mientras_otro_proceso_sincroniza_la_misma_camara_no_se_empieza(
    camara: Camara, otra_camara: Camara
) -> None:
    with otra_conexion() as otra, otra.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [clave(camara.pk)])
        with pytest.raises(YaEnCurso, match="Ya hay una sincronización en curso"):
            cargar(camara, csv_de([fila(1)]))
        assert not Sincronizacion.objects.exists()
        assert cargar(otra_camara, csv_de([fila(1)])).nuevas == 1


def test_si_la_base_de_datos_falla_queda_dicho_y_el_registro_igual(
    camara: Camara, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cargar(camara, csv_de([fila(1)]))
    antes = foto()

    def fallar(*_: object) -> None:
        raise DataError("valor de la fila 1000007")

    monkeypatch.setattr(fusion, "fundir", fallar)
    with pytest.raises(DataError):
        cargar(camara, csv_de([fila(1, ultanoren="2026"), fila(2)]))
    ultima = Sincronizacion.objects.latest("pk")
    assert (ultima.estado, ultima.error) == (EstadoSincronizacion.RECHAZADA, servicios.INTERRUMPIDA)
    assert foto() == antes
    assert "DataError" in caplog.text
    assert "1000007" not in caplog.text

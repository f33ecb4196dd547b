"""«Mis casos», its workbook, and the form of a new case."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mesa_ayuda import casos_web
from mesa_ayuda.casos import EstadoInvalido
from mesa_ayuda.clientes import listado
from mesa_ayuda.clientes.atencion import atencion_en
from mesa_ayuda.clientes.expediente import TONOS
from mesa_ayuda.clientes.exportacion import exportar
from mesa_ayuda.clientes.forms import CasoForm
from mesa_ayuda.clientes.sugerencias import sugerencias_para
from mesa_ayuda.cuentas import borradores
from mesa_ayuda.cuentas.acceso import PeticionCliente, para_clientes
from mesa_ayuda.enums import Estado, Prioridad
from portal.limites import consumir

# By customer, in so many seconds.
CASOS = {"maximo": 20, "ventana": 60 * 60}
LIBROS = {"maximo": 10, "ventana": 10 * 60}
SUGERENCIAS = {"maximo": 120, "ventana": 60}


@require_safe
@para_clientes
def casos(request: PeticionCliente) -> HttpResponse:
    """The manual's list (001, step 08), by state, words and order."""
    ficha = listado.ficha_de(request.user)
    con_cuenta = bool(ficha and ficha.ve_la_cuenta)
    filtro = listado.leer_filtro(request.GET, con_cuenta=con_cuenta)
    pagina = listado.pagina_de(
        listado.casos_de(request.user, ficha, filtro), filtro, request.GET.get("pagina", "")
    )
    contexto = {
        # Under its own name: what was typed to search is no form with errors.
        "filtros": listado.FiltroForm(
            initial={"q": filtro.texto, "estado": filtro.estado, "orden": filtro.orden}
        ),
        "filtro": filtro,
        "con_cuenta": con_cuenta,
        "cuenta": ficha.cuenta if ficha else None,
        "pagina": pagina,
        "filas": [(caso, TONOS[Estado(caso.estado)]) for caso in pagina.casos],
    }
    return render(request, "mesa_ayuda/casos/lista.html", contexto)


@require_safe
@para_clientes
def exportar_casos(request: PeticionCliente) -> HttpResponseBase:
    """The same list, filtered alike, as a workbook."""
    consumir("mesa-libro", str(request.user.pk), **LIBROS)
    ficha = listado.ficha_de(request.user)
    filtro = listado.leer_filtro(request.GET, con_cuenta=bool(ficha and ficha.ve_la_cuenta))
    archivo = exportar(listado.casos_de(request.user, ficha, filtro))
    return FileResponse(archivo, as_attachment=True, filename="mis-casos.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@para_clientes
def nuevo(request: PeticionCliente) -> HttpResponse:
    """The form (001, steps 04 to 07); sent twice it makes one case."""
    ahora = timezone.now()
    if request.method == "POST" and "sugerir" not in request.POST:
        form = CasoForm(request.POST, request.FILES, descartados=descartados(request))
        if form.is_valid() and (respuesta := _solicitar(request, form)):
            return respuesta
    else:
        form = _formulario(request)
    asunto = str(form["asunto"].value() or "")
    contexto = {
        "form": form,
        "autor": borradores.autor_de(request.user),
        "atencion": atencion_en(ahora),
        "sugerencias": sugerencias_para(asunto),
    }
    return render(request, "mesa_ayuda/casos/nuevo.html", contexto)


@require_safe
@para_clientes
def sugerencias(request: PeticionCliente) -> HttpResponse:
    """The articles for a subject that is being typed."""
    consumir("mesa-sugerencias", str(request.user.pk), **SUGERENCIAS)
    hallados = sugerencias_para(request.GET.get("asunto", ""))
    return JsonResponse(
        {"articulos": [{"titulo": titulo, "ruta": ruta} for titulo, ruta in hallados]}
    )


def descartados(request: HttpRequest) -> bool:
    """Whether a file was left out on its way in for its size (`portal.subidas`)."""
    return bool(getattr(request, "subidas_descartadas", False))


def _formulario(request: PeticionCliente) -> CasoForm:
    """Return the form with what was typed before the session expired, or else empty."""
    guardado = borradores.leer(request, request.path)
    if request.method == "POST":
        return CasoForm(initial=request.POST.dict())
    if guardado is not None:
        return CasoForm(initial=guardado.dict())
    ficha = listado.ficha_de(request.user)
    return CasoForm(initial={"telefono": ficha.telefono if ficha else ""})


def _solicitar(request: PeticionCliente, form: CasoForm) -> HttpResponse | None:
    consumir("mesa-casos", str(request.user.pk), **CASOS)
    try:
        caso = casos_web.solicitar_caso(
            contacto=request.user,
            datos=form.datos(),
            archivos=form.archivos(),
            formulario=form.cleaned_data["formulario"],
        )
    except EstadoInvalido as error:
        form.add_error(None, str(error))
        return None
    borradores.olvidar(request, request.path)
    texto = f"Recibimos su caso. Su número es {caso.numero}: guárdelo para consultarlo."
    atencion = atencion_en(timezone.now())
    if caso.prioridad != Prioridad.CRITICA and not atencion.abierta:
        # The hour ends with a point of its own: «a. m.».
        texto += f" En este momento no hay atención: lo veremos {atencion.cuando}"
    messages.success(request, texto)
    if caso.prioridad == Prioridad.CRITICA and atencion.criticos:
        canal = atencion.criticos[0]
        messages.warning(
            request,
            f"Lo que reporta es crítico: llame además a {canal.nombre}, {canal.valor}, que atiende "
            "las 24 horas de todos los días.",
        )
    return redirect("mesa_ayuda:caso", numero=caso.numero)

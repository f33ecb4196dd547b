"""The three lists of the catalogue: Servicio → Producto → Novedad (manual 001, step 07)."""

from typing import Any

from django import forms

from mesa_ayuda.models import Novedad, Producto, Servicio


class CatalogoForm(forms.Form):
    """What is reported. Without JavaScript each list shows all, in groups."""

    servicio = forms.ChoiceField(label="Servicio", help_text="El que tiene contratado.")
    producto = forms.ChoiceField(label="Producto", help_text="Del servicio que eligió.")
    novedad = forms.ChoiceField(
        label="Novedad a reportar", help_text="Lo que pasa con el producto."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.servicios = list(Servicio.objects.filter(activo=True))
        activos = {servicio.pk: servicio for servicio in self.servicios}
        self.productos = list(Producto.objects.filter(activo=True, servicio__in=activos))
        for producto in self.productos:
            producto.servicio = activos[producto.servicio_id]
        self.productos.sort(key=lambda uno: self.servicios.index(uno.servicio))
        conocidos = {producto.pk: producto for producto in self.productos}
        self.novedades = list(Novedad.objects.filter(activo=True, producto__in=conocidos))
        for novedad in self.novedades:
            novedad.producto = conocidos[novedad.producto_id]
        orden = {producto.pk: lugar for lugar, producto in enumerate(self.productos)}
        self.novedades.sort(key=lambda una: orden[una.producto_id])
        self._opciones()

    def _opciones(self) -> None:
        """Fill the three lists. The groups are named as the script that narrows them expects."""
        productos: dict[str, list[tuple[str, str]]] = {}
        for producto in self.productos:
            productos.setdefault(producto.servicio.nombre, []).append(
                (str(producto.pk), producto.nombre)
            )
        novedades: dict[str, list[tuple[str, str]]] = {}
        for novedad in self.novedades:
            grupo = f"{novedad.producto.servicio.nombre}: {novedad.producto.nombre}"
            novedades.setdefault(grupo, []).append((str(novedad.pk), novedad.nombre))
        for nombre, que, opciones in (
            ("servicio", "un servicio", [(str(s.pk), s.nombre) for s in self.servicios]),
            ("producto", "un producto", list(productos.items())),
            ("novedad", "la novedad", list(novedades.items())),
        ):
            campo = self.fields[nombre]
            assert isinstance(campo, forms.ChoiceField)
            campo.choices = [("", f"Seleccione {que}"), *opciones]
            campo.error_messages |= {
                "required": f"Seleccione {que} de la lista.",
                "invalid_choice": f"Seleccione {que} de la lista.",
            }

    def clean(self) -> dict[str, Any]:
        """Hold the three lists together: the product of the service, what happens with it."""
        datos = super().clean() or self.cleaned_data
        producto = self._elegido(self.productos, "producto")
        novedad = self._elegido(self.novedades, "novedad")
        if producto and datos.get("servicio") and str(producto.servicio_id) != datos["servicio"]:
            self.add_error("producto", "Seleccione un producto del servicio que eligió.")
        elif producto and novedad and novedad.producto_id != producto.pk:
            self.add_error("novedad", "Seleccione una novedad del producto que eligió.")
        return datos

    def _elegido(self, filas: list[Any], campo: str) -> Any:
        clave = self.cleaned_data.get(campo)
        return next((fila for fila in filas if str(fila.pk) == clave), None)

    def novedad_elegida(self) -> Novedad:
        """Return what was chosen; only after `is_valid`."""
        novedad = self._elegido(self.novedades, "novedad")
        assert isinstance(novedad, Novedad)
        return novedad

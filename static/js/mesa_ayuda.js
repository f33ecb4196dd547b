// The lists of the case form narrow at once; suggestions come while the subject is typed.
(() => {
  "use strict";

  const servicio = document.getElementById("id_servicio");
  const producto = document.getElementById("id_producto");
  const novedad = document.getElementById("id_novedad");
  const elegido = (lista) => lista.selectedOptions[0]?.textContent || "";

  // Groups are taken out and put back: not every browser hides those of a list.
  const estrechar = (lista, grupos, grupo) => {
    const antes = lista.value;
    grupos.forEach((uno) => uno.remove());
    const quedan = grupo ? grupos.filter((uno) => uno.label === grupo) : [];
    lista.append(...quedan);
    lista.value = antes;
    if (lista.selectedIndex < 0) lista.value = "";
    const opciones = quedan.flatMap((uno) => [...uno.children]);
    if (!lista.value && opciones.length === 1) lista.value = opciones[0].value;
  };

  if (servicio && producto && novedad) {
    const productos = [...producto.querySelectorAll("optgroup")];
    const novedades = [...novedad.querySelectorAll("optgroup")];
    const ajustar = () => {
      estrechar(producto, productos, servicio.value && elegido(servicio));
      estrechar(novedad, novedades, producto.value && `${elegido(servicio)}: ${elegido(producto)}`);
    };
    servicio.addEventListener("change", ajustar);
    producto.addEventListener("change", ajustar);
    // A draft or an error may bring a product whose service is not chosen: leave it to be seen.
    if (servicio.value || !producto.value) ajustar();
  }

  const caja = document.querySelector("[data-sugerencias]");
  const asunto = document.getElementById("id_asunto");
  if (!caja || !asunto) return;
  const lista = caja.querySelector("ul");
  let espera;
  const buscar = async () => {
    const direccion = `${caja.dataset.sugerencias}?asunto=${encodeURIComponent(asunto.value)}`;
    try {
      const respuesta = await fetch(direccion, { headers: { Accept: "application/json" } });
      if (!respuesta.ok || respuesta.redirected) return;
      const { articulos } = await respuesta.json();
      lista.replaceChildren(...articulos.map(({ titulo, ruta }) => {
        const enlace = Object.assign(document.createElement("a"), { href: ruta, target: "_blank", rel: "noopener" });
        enlace.textContent = `${titulo} (se abre en otra pestaña)`;
        const renglon = document.createElement("li");
        renglon.append(enlace);
        return renglon;
      }));
      caja.hidden = !articulos.length;
    } catch {
      // Suggestions are a comfort.
    }
  };
  asunto.addEventListener("input", () => {
    clearTimeout(espera);
    espera = setTimeout(buscar, 400);
  });
})();

// The page of a case: what is typed is kept, canned answers go in at the cursor, and who else is
// answering is shown. Without it the same buttons send the form.
(() => {
  "use strict";

  const caja = document.getElementById("redaccion");
  if (!caja) return;
  const ESPERA = 2000; // ms after the last stroke
  const PERIODO = 20000; // ms between two looks at who else is there
  const formularios = [...caja.querySelectorAll("form[data-redaccion]")];

  // --- The draft ------------------------------------------------------------------------------
  const partes = formularios.map((formulario) => {
    const texto = formulario.querySelector("textarea");
    const parte = {
      formulario, texto, guardado: texto.value, reloj: 0, enCurso: null, enviado: false,
      estado: formulario.querySelector(".guardado"),
    };
    texto.addEventListener("input", () => {
      clearTimeout(parte.reloj);
      parte.reloj = setTimeout(() => guardar(parte), ESPERA);
    });
    return parte;
  });

  const decir = (lugar, texto) => {
    if (lugar.textContent !== texto) lugar.textContent = texto;
  };

  const guardar = async (parte, { alSalir = false } = {}) => {
    clearTimeout(parte.reloj);
    if (parte.enviado || parte.enCurso || parte.texto.value === parte.guardado) return;
    const valor = parte.texto.value;
    const prefijo = parte.formulario.dataset.redaccion;
    const datos = new FormData();
    for (const nombre of ["csrfmiddlewaretoken", `${prefijo}-texto`, `${prefijo}-formulario`]) {
      datos.append(nombre, parte.formulario.elements[nombre].value);
    }
    parte.enCurso = new AbortController();
    try {
      const respuesta = await fetch(caja.dataset.borrador, {
        method: "POST", body: datos, keepalive: alSalir, redirect: "error", signal: parte.enCurso.signal,
      });
      if (!respuesta.ok) throw new Error(respuesta.status);
      decir(parte.estado, (await respuesta.json()).guardado);
      parte.guardado = valor;
    } catch {
      if (!parte.enviado) decir(parte.estado, "No se pudo guardar el borrador. Copie su texto antes de salir.");
    } finally {
      parte.enCurso = null;
    }
    // What was typed meanwhile goes with the next one.
    if (parte.texto.value !== parte.guardado) parte.reloj = setTimeout(() => guardar(parte), ESPERA);
  };

  // What goes with the form needs no draft; the other form's text would be lost with the page.
  partes.forEach((parte) => parte.formulario.addEventListener("submit", (evento) => {
    if (evento.defaultPrevented) return;
    if (parte.enviado) {
      evento.preventDefault();
      return;
    }
    parte.enviado = true;
    clearTimeout(parte.reloj);
    parte.enCurso?.abort();
    partes.filter((otra) => otra !== parte).forEach((otra) => guardar(otra, { alSalir: true }));
  }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") partes.forEach((parte) => guardar(parte, { alSalir: true }));
  });
  // Coming back with the browser's button shows the page as it was left.
  window.addEventListener("pageshow", (evento) => {
    if (evento.persisted) partes.forEach((parte) => (parte.enviado = false));
  });

  // --- Canned answers -------------------------------------------------------------------------
  const insertar = caja.querySelector("button[value=insertar]");
  // Until somebody puts the cursor somewhere it goes to the end.
  insertar?.form.elements["respuesta-texto"].addEventListener("focus", ({ target }) => {
    target.dataset.tocado = "si";
  });
  insertar?.addEventListener("click", async (evento) => {
    const { elements } = insertar.form;
    const clave = elements["respuesta-preparada"].value;
    const texto = elements["respuesta-texto"];
    evento.preventDefault();
    if (!clave) {
      elements["respuesta-preparada"].focus();
      return;
    }
    try {
      const direccion = `${caja.dataset.preparada}?clave=${encodeURIComponent(clave)}`;
      const respuesta = await fetch(direccion, { redirect: "error" });
      if (!respuesta.ok) throw new Error(respuesta.status);
      const { texto: preparado } = await respuesta.json();
      if (!texto.dataset.tocado) texto.setSelectionRange(texto.value.length, texto.value.length);
      texto.setRangeText(preparado, texto.selectionStart, texto.selectionEnd, "end");
      texto.dispatchEvent(new Event("input"));
      texto.focus();
    } catch {
      // As without the script.
      insertar.form.requestSubmit(insertar);
    }
  });

  // --- Who else is here -----------------------------------------------------------------------
  const aviso = document.getElementById("respondiendo");
  const visto = Number(formularios[0]?.elements["respuesta-ultimo"]?.value ?? Infinity);
  setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const respuesta = await fetch(caja.dataset.presencia, { redirect: "error" });
      if (!respuesta.ok) return;
      const { respondiendo, ultimo } = await respuesta.json();
      const nuevo = ultimo > visto ? "Llegó un mensaje nuevo: actualice la página para leerlo." : "";
      decir(aviso, [respondiendo, nuevo].filter(Boolean).join(" "));
    } catch {
      // It is a comfort: the answer is checked again when it is sent.
    }
  }, PERIODO);
})();

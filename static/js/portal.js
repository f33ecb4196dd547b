// Everything here is a comfort: each page does its whole job without it.
(() => {
  "use strict";

  const todos = (selector, hacer) => document.querySelectorAll(selector).forEach(hacer);

  // A polite live region shared by every small announcement.
  let voz;
  const anunciar = (texto) => {
    if (!voz) {
      voz = document.createElement("div");
      voz.className = "visually-hidden";
      voz.setAttribute("role", "status");
      document.querySelector("main").append(voz);
    }
    voz.textContent = "";
    setTimeout(() => { voz.textContent = texto; }, 50);
  };

  // For browsers that only give autofocus to controls.
  window.addEventListener("load", () => {
    if (document.activeElement === document.body) document.querySelector("[data-foco]")?.focus();
  });

  todos("[data-imprimir]", (boton) => {
    boton.hidden = false;
    boton.addEventListener("click", () => window.print());
  });

  // The selection stays as a second way: browsers refuse the clipboard outside https.
  const copiar = async (elemento) => {
    const seleccion = window.getSelection();
    seleccion.selectAllChildren(elemento);
    if (navigator.clipboard) await navigator.clipboard.writeText(elemento.innerText.trim());
    else if (!document.execCommand("copy")) throw new Error("copy refused");
    seleccion.removeAllRanges();
  };
  todos("[data-copiar]", (boton) => {
    const rotulo = boton.querySelector("span") || boton;
    const antes = [...rotulo.childNodes];
    boton.hidden = false;
    boton.addEventListener("click", async () => {
      try {
        await copiar(document.querySelector(boton.dataset.copiar));
        rotulo.replaceChildren("Copiado");
        anunciar("Copiado");
        setTimeout(() => { rotulo.replaceChildren(...antes); }, 4000);
      } catch {
        anunciar("El navegador no permitió copiar. El texto quedó seleccionado.");
      }
    });
  });

  // Only the second submit is stopped; the button keeps its name and value in the first.
  todos("form[data-un-envio]", (formulario) => {
    const botones = formulario.querySelectorAll("[type=submit], button:not([type])");
    const marcar = (enviado) => {
      formulario.toggleAttribute("data-enviado", enviado);
      botones.forEach((boton) => boton.setAttribute("aria-disabled", String(enviado)));
    };
    formulario.addEventListener("submit", (evento) => {
      if (formulario.hasAttribute("data-enviado")) evento.preventDefault();
      else marcar(true);
    });
    // The back button brings the page as it was left.
    window.addEventListener("pageshow", () => marcar(false));
  });

  todos("[data-captcha-refrescar]", (boton) => {
    const caja = boton.closest("[data-captcha]") || boton.form;
    boton.addEventListener("click", async (evento) => {
      if (boton.dataset.sinScript) return;
      evento.preventDefault();
      const clave = caja.querySelector("input[type=hidden]:not([name=csrfmiddlewaretoken])");
      try {
        const respuesta = await fetch(boton.dataset.url, {
          method: "POST",
          body: new URLSearchParams({ clave: clave.value }),
          headers: { "X-CSRFToken": boton.form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
        });
        if (!respuesta.ok) throw new Error(String(respuesta.status));
        const nuevo = await respuesta.json();
        clave.value = nuevo.clave;
        caja.querySelector("img").src = nuevo.imagen;
        const audio = caja.querySelector("audio");
        if (audio) audio.src = nuevo.audio;
        caja.querySelectorAll("[data-captcha-audio]").forEach((enlace) => { enlace.href = nuevo.audio; });
        caja.querySelector("input:not([type=hidden])").value = "";
        anunciar("Hay una imagen y un audio nuevos.");
      } catch {
        // Let the server do it, with its own message (a limit, an expired session).
        boton.dataset.sinScript = "1";
        boton.click();
      }
    });
  });

  todos("[data-progreso-url]", (caja) => {
    const pintar = (datos) => {
      Object.entries(datos).forEach(([campo, valor]) => {
        const lugar = caja.querySelector(`[data-campo="${CSS.escape(campo)}"]`);
        if (lugar instanceof HTMLProgressElement) lugar.value = valor;
        else if (lugar) lugar.textContent = valor;
      });
    };
    const preguntar = async () => {
      let datos = {};
      try {
        const respuesta = await fetch(caja.dataset.progresoUrl, { headers: { Accept: "application/json" } });
        if (respuesta.ok) pintar((datos = await respuesta.json()));
      } catch {
        // A lost answer is made up for by the next one.
      }
      if (datos.terminado) window.location.reload();
      else setTimeout(preguntar, 2000);
    };
    setTimeout(preguntar, 2000);
  });
})();

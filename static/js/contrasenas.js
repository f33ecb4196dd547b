// A button to see the password that is being typed; without JavaScript the field works as usual.
(() => {
  "use strict";

  document.querySelectorAll("input[data-mostrar]").forEach((campo) => {
    const boton = document.createElement("button");
    boton.type = "button";
    boton.className = "btn btn-outline-secondary d-block mt-2";
    boton.setAttribute("aria-controls", campo.id);
    const poner = (visible) => {
      campo.type = visible ? "text" : "password";
      boton.textContent = visible ? "Ocultar la clave" : "Mostrar la clave";
    };
    boton.addEventListener("click", () => poner(campo.type === "password"));
    // It is never sent, nor kept by the browser, as a plain text field.
    campo.form.addEventListener("submit", () => poner(false));
    poner(false);
    campo.after(boton);
  });
})();

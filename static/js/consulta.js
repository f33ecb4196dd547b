// The numeric keyboard where the chosen type of identification has digits alone.
(() => {
  "use strict";

  const numero = document.querySelector("[data-solo-digitos]");
  const tipo = numero?.form.elements.tipo;
  if (!tipo) return;
  const deDigitos = numero.dataset.soloDigitos.split(" ");
  const ajustar = () => { numero.inputMode = deDigitos.includes(tipo.value) ? "numeric" : "text"; };
  tipo.addEventListener("change", ajustar);
  window.addEventListener("pageshow", ajustar);
})();

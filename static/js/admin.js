// Gives a name to the controls that Django's own admin leaves without one (WCAG 1.3.1, 4.1.2).
window.addEventListener("load", () => {
  "use strict";

  // The label of the search box is an image alone, and its text is English in every language.
  document.querySelectorAll("label[for=searchbar] img").forEach((lupa) => {
    const texto = document.createElement("span");
    texto.className = "visually-hidden";
    texto.textContent = "Buscar";
    lupa.alt = "";
    lupa.after(texto);
  });

  // SelectFilter2.js puts aria-label on a <span> that has no role.
  document.querySelectorAll(".search-label-icon").forEach((ayuda) => ayuda.setAttribute("role", "img"));

  // select2 names its box after what is chosen, and before anything is, with nothing.
  document.querySelectorAll("select.admin-autocomplete").forEach((lista) => {
    const rotulo = lista.labels?.[0];
    const caja = lista.nextElementSibling?.querySelector("[role=combobox]");
    if (!rotulo || !caja) return;
    rotulo.id ||= `rotulo-${lista.id}`;
    caja.setAttribute("aria-labelledby", `${rotulo.id} ${caja.getAttribute("aria-labelledby")}`);
  });

  // In a tabular inline the heading of the column is the only label; the hidden row that Django
  // copies for «add another» gets it too.
  document.querySelectorAll(".tabular table").forEach((tabla) => {
    const titulos = [...tabla.tHead.rows[0].cells].map((celda) => celda.textContent.trim());
    titulos[0] ||= (tabla.tHead.rows[0].cells[0].textContent = "Registro");
    tabla.querySelectorAll("td :is(input:not([type=hidden]), select, textarea)").forEach((control) => {
      const titulo = titulos[control.closest("td").cellIndex];
      if (titulo && !control.labels?.length) control.setAttribute("aria-label", titulo);
    });
  });
});

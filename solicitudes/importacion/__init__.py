"""Import of requests from an export of the SSPS: by `manage.py importar_solicitudes`, or the admin.

**The file.** CSV (UTF-8 with or without BOM, UTF-16 with it, Windows-1252 or Latin-1; comma,
semicolon, tab or bar) or Excel (.xlsx). One row a request. The headings may stand below a title, in
any order; `columnas.py` lists them with what each holds, and the admin offers them as a template
with an example. Dates are dd/mm/aaaa, aaaa-mm-dd or Excel's, with a time or without, in Bogotá.

**What loading a row means.**

- The request number identifies it. New: it is made, with its persons and its order if they are new.
  Known: what differs is changed. The same file again changes nothing.
- An empty cell, or a column that isn't there, leaves what there is. A file never erases.
- The newest wins: a step that the portal has further on, or later, than the file refuses the row
  (`pasos.py`), so an import never takes back what staff did. The same goes for suspensions;
  certificates and revocations are final (`vigencia.py`).
- A request never changes its order, holder or applicant: they decide who may look it up. A row that
  says otherwise is refused.
- Within one file the first row that mentions a person or an order settles its name, e-mail, company
  and project (`menciones.py`).
- Every change is in the history of what changed, from what to what.

**Rows are independent.** One that can't be loaded is reported with its line and reasons and stops
nothing. Rows go in batches, a transaction each (`carga.py`): a file that breaks off half-way, or a
machine that does, leaves whole rows, and running it again completes the work.
"""

"""The figures of the help desk: what is open, how long things take, and what people think."""

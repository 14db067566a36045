"""From sheets to one frame of text cells: the header, what is no data, what merged cells and sheet names say."""

"""What stands behind plots and widgets: the sheet, the styles, and the fast stage."""

// Stands for the widget's window.

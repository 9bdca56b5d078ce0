// Stands for the widget's script.

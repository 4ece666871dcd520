hello ${nam}

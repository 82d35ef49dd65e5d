"""Questions to try oneself: asked in a section, answered for oneself, told to leaders of houses only."""

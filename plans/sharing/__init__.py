"""Plans that several municipalities share: offered by one, taken over edition by edition by others."""

"""The parts of the `results` component: numbers, their context, what they state, and the mentions they belong to."""

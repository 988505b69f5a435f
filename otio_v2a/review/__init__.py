"""The review page: the plan and its price, progress, listening and choosing, in a browser."""

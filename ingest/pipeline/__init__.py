"""The automatic flow; the only place that joins the automatic stages. `collect` is the flow on one screen."""

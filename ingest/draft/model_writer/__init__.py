"""The optional model writer: the rules' drafts are the plan, a language model rewords them, code decides what stays.

    writer        drafts → batches → replies → each draft reworded, or as the rules wrote it, marked
    prompt        what the model gets: a fixed system message, and the plan as quoted data
    chat          what a model is to us; `completions` speaks the protocol, `circuit` leaves a dead one alone
    reply         the shape of an answer
    checks        may a wording stand? values · senses · script · shape, line by line, then the grounding of every draft

Words, and the patterns of the checks, are data: `phrases/model_zh.toml`, `phrases/model_en.toml`.
"""

"""Which question a sentence answers, learnt from examples (`lexicon/examples/*.tsv`)."""

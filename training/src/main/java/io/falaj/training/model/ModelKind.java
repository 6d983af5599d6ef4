package io.falaj.training.model;

/** How a model was trained; all score alike. */
public enum ModelKind {
  /** A DL4J network, trained data-parallel. */
  NETWORK,
  /** Spark MLlib's logistic regression, kept as a network without hidden layers. */
  LOGISTIC_REGRESSION
}

package io.falaj.training.evaluation;

/**
 * A point of a curve over all thresholds.
 *
 * @param x false-positive rate of a ROC curve; recall of a precision-recall curve
 * @param y true-positive rate; precision
 */
public record CurvePoint(double x, double y) {}

package io.falaj.training.parallel;

/**
 * The losses of one epoch.
 *
 * @param epoch from 1
 * @param training mean log loss over the fit rows, while parameters changed
 * @param validation mean log loss over the validation rows, at the epoch's end; of the fit rows
 *     where there are none
 */
public record EpochLoss(int epoch, double training, double validation) {}

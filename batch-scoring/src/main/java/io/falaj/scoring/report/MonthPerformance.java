package io.falaj.scoring.report;

/**
 * How a month's scores turned out. Metrics are NaN before labels arrived.
 *
 * @param month the month's name
 * @param version the version of the model that scored it
 * @param rows the rows scored
 * @param labelled those whose label is known
 * @param positiveShare the share of positive labels among them
 * @param meanScore the mean predicted probability of the labelled rows
 * @param rocAuc area under the ROC curve
 * @param prAuc area under the precision-recall curve
 * @param logLoss mean negative log-likelihood, natural logarithm
 */
public record MonthPerformance(
    String month,
    long version,
    long rows,
    long labelled,
    double positiveShare,
    double meanScore,
    double rocAuc,
    double prAuc,
    double logLoss) {}

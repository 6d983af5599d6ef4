package io.falaj.training;

import io.falaj.features.TrainingSetYaml;
import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import io.falaj.training.evaluation.CalibratorKind;
import io.falaj.training.evaluation.ThresholdRule;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.preprocess.PreprocessingYaml;
import org.jspecify.annotations.Nullable;

/** A file of the folder of a pipeline that holds its models. */
@Description("A model: what it learns from, how it is trained, and when it is promoted.")
public record ModelYaml(
    @Description("The model's name; its training set has the same.") String model,
    @Description("What it predicts, for people.") @DefaultValue("") String description,
    @Description("Who answers for it.") @Nullable String owner,
    @Description("What it is trained on.") TrainingSetYaml trainingSet,
    @Description("How features become numbers.") @DefaultValue("{}")
        PreprocessingYaml preprocessing,
    @Description("Its layers.") NetworkSpec network,
    @Description("How its parameters are updated.") @DefaultValue("{}") OptimizerSpec optimizer,
    @Description("How it is trained.") @DefaultValue("{}") TrainingYaml training,
    @Description("How probabilities are calibrated, on the validation split.")
        @DefaultValue("platt")
        CalibratorKind calibration,
    @Description("From which probability on a row is predicted true.") @DefaultValue("max_f1")
        ThresholdRule threshold,
    @Description("When it is promoted.") @DefaultValue("{}") GateYaml gate,
    Location location) {}

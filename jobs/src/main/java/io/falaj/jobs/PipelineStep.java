package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.List;

/** A step of every pipeline: what a command of that name, a DAG's task and {@code run} do. */
interface PipelineStep {

  /** The command, which is also the step's name in the lake. */
  String command();

  /** What it is for, and an example. */
  StepHelp help();

  /** What it makes one of at a time: also the name of the option that picks some. */
  Noun noun();

  /** What it makes in a pipeline, in the order in which it is made. */
  List<String> outputs(PipelineConfig config);

  /** What it would read and write to make one of them. */
  StepPlan plan(PipelineConfig config, DataInterval interval, String output);

  /**
   * Looks, before Spark starts and in a dry run, whether it can be made over an interval.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if the interval does not suit it
   */
  default void checkInterval(PipelineConfig config, DataInterval interval, String output) {}

  /**
   * Looks, before Spark starts, whether what the machine is to know is there.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if a secret is absent
   */
  default void check(Connections connections, PipelineConfig config, String output) {}

  /** Makes one of them. */
  StepReport run(Workspace work, String output);

  /** The kinds of things that steps make. */
  enum Noun {
    DATASET("dataset"),
    VIEW("view"),
    MODEL("model"),
    PIPELINE("pipeline");

    private final String word;

    Noun(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * How a command is explained.
   *
   * @param text paragraphs
   * @param example a command line, without what starts Falaj
   */
  record StepHelp(List<String> text, String example) {
    public StepHelp {
      text = List.copyOf(text);
    }
  }
}

package io.falaj.jobs;

import java.util.List;

/** A step of every pipeline: what a command of that name, a DAG's task and {@code run} do. */
interface PipelineStep {

  /** The command, which is also the step's name in the lake. */
  String command();

  /** What it would read and write, for each thing that it makes. */
  List<StepPlan> plans(Workspace work);

  /** Does it, one report for each thing made. */
  List<StepReport> run(Workspace work);
}

package io.falaj.jobs;

import java.util.List;

/** A step that no run of a whole pipeline does: a command of its own, which has its own help. */
interface LoneStep extends PipelineStep {

  @Override
  default StepHelp help() {
    return new StepHelp(List.of(), "");
  }
}

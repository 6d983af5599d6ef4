package io.falaj.validation;

import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.StepStarted;

/**
 * What happens after a step has looked at its source and before it writes anything.
 *
 * @param what is done
 */
record Meanwhile(Runnable what) implements StepListener {

  @Override
  public void started(StepStarted step) {
    what.run();
  }

  @Override
  public void completed(StepCompleted step) {
    // Too late.
  }

  @Override
  public void failed(StepFailed step) {
    // Too late.
  }
}

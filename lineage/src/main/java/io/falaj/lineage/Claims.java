package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;

/** What is told in a table once and for ever, by whichever run is the first. */
final class Claims {

  private Claims() {}

  /**
   * Marks for the commit that tells of them; it conflicts with every other that would.
   *
   * @throws FalajException.Taken if one is told of already
   */
  static List<SetTransaction> marks(OptimisticTransaction txn, Collection<String> claims) {
    List<SetTransaction> marks = new ArrayList<>();
    if (!claims.isEmpty()) {
      Map<String, Long> last = SnapshotState.transactions(txn.snapshot());
      for (String claim : claims) {
        String app = "claim/" + claim;
        if (SnapshotState.transaction(txn, last, app) > 0) {
          throw new FalajException.Taken(
              ("Another run was the first to take %s, and this one would have taken the same once"
                      + " more. Run again: what is done already is skipped.")
                  .formatted(claim));
        }
        marks.add(new SetTransaction(app, 1, Option.empty()));
      }
    }
    return marks;
  }
}

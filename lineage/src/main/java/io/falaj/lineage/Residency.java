package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which places of storage lie in which region, and where may be written. Nothing checks where a
 * place really is: the policy says so.
 *
 * @param policy the file and line that says so, for messages
 * @param places each with its region; of places within each other the inner one counts
 * @param allowed the regions that may be written in
 * @param because why they are not all that the policy allows, a clause for messages; may be empty
 */
public record Residency(String policy, List<Place> places, List<String> allowed, String because) {

  /** No policy: everywhere may be written. */
  public static final Residency ANYWHERE = new Residency("", List.of(), List.of(), "");

  /**
   * A place and all below it.
   *
   * @param region where it lies
   * @param location a URI with a scheme, or the absolute path of a local file
   */
  public record Place(String region, String location) {
    /**
     * @throws IllegalArgumentException if the location is neither
     */
    public Place {
      StorageLocation.parse(location);
    }
  }

  public Residency {
    places = List.copyOf(places);
    allowed = List.copyOf(allowed);
  }

  /** The region that a place lies in, as far as the policy knows. */
  public Optional<String> region(String location) {
    StorageLocation asked;
    try {
      asked = StorageLocation.parse(location);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return places.stream()
        .filter(place -> StorageLocation.parse(place.location()).holds(asked))
        .max(
            Comparator.comparingInt(
                place -> StorageLocation.parse(place.location()).path().length()))
        .map(Place::region);
  }

  /**
   * Checks that a place may be written.
   *
   * @param what it is, for messages, for example {@code lake}
   * @param location a URI with a scheme, or the absolute path of a local file
   * @param remedy how to choose another one, a sentence's beginning
   * @throws FalajException.Configuration if it lies in another region, or in none that is known
   */
  public void check(String what, String location, String remedy) {
    if (equals(ANYWHERE)) {
      return;
    }
    Optional<String> region = region(location);
    if (region.isPresent() && allowed.contains(region.get())) {
      return;
    }
    List<String> there = new ArrayList<>();
    for (Place place : places) {
      if (allowed.contains(place.region())) {
        there.add(place.location());
      }
    }
    throw new FalajException.Configuration(
        "The %s %s lies in %s, and %s allows to write in %s alone%s. %s (%s), or mend the policy."
            .formatted(
                what,
                location,
                region.map(name -> "region " + name).orElse("no region that the policy knows"),
                policy,
                String.join(", ", allowed),
                because.isEmpty() ? "" : ", " + because,
                remedy,
                String.join(", ", there)));
  }
}

package io.falaj.lineage.html;

import java.util.ArrayList;
import java.util.List;

/** The project's mark: one source, and channels that share its water. */
public final class Brand {

  private static final String[] CHANNELS = {
    "M12 2.5v7", "M12 9.5c0 5-7.5 4-7.5 11.5", "M12 9.5V21", "M12 9.5c0 5 7.5 4 7.5 11.5"
  };

  private Brand() {}

  /** The mark, in the colour of the text around it. */
  public static Element mark() {
    List<Element> channels = new ArrayList<>();
    for (String channel : CHANNELS) {
      channels.add(Element.of("path").set("d", channel));
    }
    return Element.of("svg")
        .set("viewBox", "0 0 24 24")
        .set("aria-hidden", "true")
        .set("fill", "none")
        .set("stroke", "currentColor")
        .set("stroke-width", "2.2")
        .set("stroke-linecap", "round")
        .with(channels);
  }
}

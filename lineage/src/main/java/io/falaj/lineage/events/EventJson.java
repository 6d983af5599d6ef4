package io.falaj.lineage.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.time.ZonedDateTime;

/** Writes events as one line of JSON, in the standard's own spelling. */
final class EventJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(ZonedDateTime.class, new TimeWriter()))
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private EventJson() {}

  static String write(OpenLineage.RunEvent event) {
    try {
      return MAPPER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that has no JSON form", e);
    }
  }

  private static final class TimeWriter extends JsonSerializer<ZonedDateTime> {
    @Override
    public void serialize(ZonedDateTime time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time.toInstant().toString());
    }
  }
}

package io.quarkiverse.mqttx.sample;

import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.resteasy.reactive.RestStreamElementType;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** What the page talks to. */
@Path("/api")
public class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Feed feed;
    private final StatusReport report;
    private final Counters counters;
    private final MutinyEmitter<String> publications;

    Api(Feed feed, StatusReport report, Counters counters, @Channel("publications") MutinyEmitter<String> publications) {
        this.feed = feed;
        this.report = report;
        this.counters = counters;
        this.publications = publications;
    }

    /** An error, for people to read. Registered, as a {@code Response} hides it from Quarkus. */
    @RegisterForReflection
    record Problem(String problem) {
    }

    /** The recent past, then everything as it happens, and the state once a second. */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<Event> events() {
        Multi<Event> status = Multi.createFrom().ticks().every(Duration.ofSeconds(1)).onOverflow().drop()
                .map(tick -> Event.now("status", report.now()));
        return Multi.createBy().merging().streams(feed.events(), status);
    }

    @GET
    @Path("/status")
    public Status status() {
        return report.now();
    }

    /** Publishes a message and answers when the broker has acknowledged it, or says why it was refused. */
    @POST
    @Path("/messages")
    public Uni<Response> publish(Publication publication) {
        if (publication.qos() < 0 || publication.qos() > 2) {
            return Uni.createFrom().item(problem(400, "there is no QoS " + publication.qos() + "; use 0, 1 or 2"));
        }
        Metadata metadata = Metadata
                .of(OutgoingMqttMetadata.of(publication.topic(), publication.qos(), publication.retain()));
        return publications.sendMessage(Message.of(publication.payload(), metadata))
                .ifNoItem().after(PATIENCE).fail()
                .invoke(counters::published)
                .map(acknowledged -> Response.ok(publication).build())
                .onFailure(TimeoutException.class)
                .recoverWithItem(() -> problem(504, "the broker has not acknowledged it within "
                        + PATIENCE.toSeconds() + " seconds; it stays in the queue"))
                .onFailure().recoverWithItem(failure -> problem(422, failure.getMessage()));
    }

    private static Response problem(int status, String text) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(new Problem(text)).build();
    }
}

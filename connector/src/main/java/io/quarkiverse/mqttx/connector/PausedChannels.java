package io.quarkiverse.mqttx.connector;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.connector.incoming.ChannelPublisher;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import io.smallrye.reactive.messaging.PublisherDecorator;

/**
 * Pauses incoming channels of this connector at their own queue. What Reactive Messaging registers for {@code pausable=true}
 * sits behind it, takes what was asked for into a buffer, and gives that out on the thread that resumes, while more may come
 * from the event loop: messages change their order, or stay in that buffer. At the queue there is nothing to buffer.
 */
@ApplicationScoped
class PausedChannels implements PublisherDecorator {

    @Inject
    ChannelRegistry registry;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    /** Behind the one that registers what is paused here instead. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    @Override
    public Multi<? extends Message<?>> decorate(Multi<? extends Message<?>> publisher, List<String> names,
            boolean isConnector) {
        PausableChannel registered = isConnector ? registry.getPausable(names.get(0)) : null;
        ChannelPublisher own = registered == null ? null : connector.registered(names.get(0));
        if (own != null) {
            names.forEach(name -> registry.register(name, new AtItsQueue(own, registered)));
        }
        return publisher;
    }

    /** @param registered is paused at the start only, with {@code initially-paused}, since it then may subscribe later */
    private record AtItsQueue(ChannelPublisher publisher, PausableChannel registered) implements PausableChannel {

        private AtItsQueue {
            if (registered.isPaused()) {
                publisher.pause();
            }
        }

        @Override
        public boolean isPaused() {
            return publisher.isPaused();
        }

        @Override
        public void pause() {
            publisher.pause();
        }

        @Override
        public void resume() {
            registered.resume();
            publisher.resume();
        }
    }
}

package dev.parley.adapter.rest;

import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.out.FileStore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** C-7: people's own pictures. What comes out was made here; what came in is never shown. */
@Path("/api/users/me/avatar")
public final class AvatarResource {

    private static final int AT_ONCE = 8;

    private final OwnAccount account;
    private final Uploads uploads = new Uploads(AT_ONCE);
    private final BodyBytes body = new BodyBytes(OwnAccount.LARGEST_AVATAR, Duration.ofMinutes(1));

    AvatarResource(OwnAccount account) {
        this.account = account;
    }

    /** The picture. */
    @GET
    @Produces({"image/png", "image/jpeg", MediaType.WILDCARD})
    public Response read(@Context ContainerRequestContext request) {
        return picture(request, account.avatar(Callers.of(request)));
    }

    /** Another picture: the body is the file itself. What it is called counts for nothing. */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public AccountJson change(@Context ContainerRequestContext request) {
        requirePicture(request);
        // Asked before anything large is read.
        AccountJson unused = OwnAccountResource.json(account.read(Callers.of(request)));
        return uploads.admit(
                Callers.of(request),
                () -> OwnAccountResource.json(account.changeAvatar(Callers.of(request), body.read(request))));
    }

    /** No picture any more. */
    @DELETE
    public Response remove(@Context ContainerRequestContext request) {
        AccountJson unused = OwnAccountResource.json(account.removeAvatar(Callers.of(request)));
        return Response.noContent().build();
    }

    private static void requirePicture(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (!isPicture(type) || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw new NotSupportedException(Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                    .header(HttpHeaders.ACCEPT, "image/png, image/jpeg, image/gif")
                    .build());
        }
    }

    private static boolean isPicture(@Nullable MediaType type) {
        return type != null
                && (type.getType().equalsIgnoreCase("image")
                        || MediaType.APPLICATION_OCTET_STREAM_TYPE.isCompatible(type));
    }

    /** A picture as it is shown: for its reader alone, asked for again each time, and never anything but a picture. */
    static Response picture(ContainerRequestContext request, OwnAccount.AvatarOutcome outcome) {
        return switch (outcome) {
            case OwnAccount.AvatarOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case OwnAccount.AvatarOutcome.Missing() -> throw new NotFoundException();
            case OwnAccount.AvatarOutcome.Found(var file) -> picture(request, file);
        };
    }

    private static Response picture(ContainerRequestContext request, FileStore.File file) {
        byte[] bytes = file.bytes();
        var tag = new EntityTag(AnswerFilter.digest(bytes));
        Response.ResponseBuilder unchanged = request.getRequest().evaluatePreconditions(tag);
        Response.ResponseBuilder answer = unchanged == null ? Response.ok(bytes, file.type()) : unchanged;
        return answer.tag(tag)
                .header(AnswerFilter.CACHE_CONTROL, "private, no-cache")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-site")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"avatar\"")
                .build();
    }
}

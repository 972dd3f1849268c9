// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoding_service.h"

#include "core/base/regular_file.h"
#include "core/base/write_whole.h"
#include "core/isolation/decoder.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/answer_content.h"
#include "core/isolation/internal/child_end.h"
#include "core/isolation/internal/template_process.h"

#include <QJsonDocument>

#include <fcntl.h>
#include <sys/mman.h>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace isolation;

namespace {

/// What a reader's own deadline may be late.
constexpr int graceMs = 2000;
constexpr qsizetype longestUid = 64; ///< PS3.5 9.1

/// One file while it is read: its open descriptor, and its path in messages.
struct Reading
{
    const OwnedFd& file;
    const QString& path;
    const CancelToken& cancel;
};

/// What a child told: where it lies, or why there is nothing.
struct Attempt
{
    bool again = false; ///< not the file's fault: worth another attempt
    Result<Told> told;
};

SandboxLayers layersOf(const Told& told)
{
    return {told.noNewPrivileges != 0, told.limits != 0, told.landlock, told.seccomp != 0,
            told.namespaces != 0};
}

bool mayBeUnconfined()
{
    return !isConfinable || qEnvironmentVariable(allowUnconfined) == u"1";
}

/// Empty, or a clause.
QString impossibleIn(const Told& told, const RoomPlan& plan)
{
    if (told.magic != magic)
        return u"an answer to something else"_s;
    if (told.headBytes > plan.headRoom || told.bulkBytes > plan.bulkRoom)
        return u"%1 bytes"_s.arg(told.headBytes + told.bulkBytes);
    return {};
}

} // namespace

class DecodingService::Impl
{
public:
    Impl(QString program, const ServiceLimits& limits)
        : m_template(std::move(program)), m_limits(limits)
    {
    }

    /// Sends a file to a child of its own and takes what it told with `take`. Messages call the
    /// file by the name.
    template <typename Content, typename Take>
    Result<Content> ask(Job job, const QString& path, const CancelToken& cancel, Take take,
                        const QString& name);
    template <typename Content, typename Take>
    Result<Content> ask(Job job, const QString& path, const CancelToken& cancel, Take take)
    {
        return ask<Content>(job, path, cancel, take, path);
    }
    Result<SandboxLayers> layers(const CancelToken& cancel);
    TemplateProcess& program() { return m_template; }

private:
    Attempt attempt(const Job& job, const Reading& reading, const AnswerRoom& room);
    [[nodiscard]] Attempt ended(ChildProcess& child, const QString& path,
                                const AnswerRoom& room) const;
    [[nodiscard]] static std::optional<Error> failureIn(const Told& told, const QString& path,
                                                        const AnswerRoom& room);

    TemplateProcess m_template;
    ServiceLimits m_limits;
};

Attempt DecodingService::Impl::attempt(const Job& job, const Reading& reading,
                                       const AnswerRoom& room)
{
    const QString& path = reading.path;
    auto child = m_template.fork(job, path.toUtf8(), reading.file.get(), room.fd(), reading.cancel);
    if (!child)
        return {false, isolation::cannotRead(child.error().code, path, child.error().message)};
    Told told;
    switch ((*child)->receive(&told, sizeof(told), m_limits.timeMs + graceMs, reading.cancel)) {
    case Heard::Packet:
        break;
    case Heard::Closed:
        return ended(**child, path, room);
    case Heard::WrongSize:
        return {false, saidNonsense(path, u"a packet of another size"_s)};
    case Heard::TimedOut:
        return {false, tookTooLong(path, m_limits.timeMs)};
    case Heard::Cancelled:
        return {false, wasCancelled(path)};
    }
    // It has nothing more to say; its memory need not be gone before ours is looked at.
    (*child)->letGo();
    if (const QString wrong = impossibleIn(told, room.plan()); !wrong.isEmpty())
        return {false, saidNonsense(path, wrong)};
    return {false, told};
}

Attempt DecodingService::Impl::ended(ChildProcess& child, const QString& path,
                                     const AnswerRoom& room) const
{
    constexpr int patienceMs = 1000; // between closing its socket and being dead
    const std::optional<int> status = child.waitForEnd(patienceMs);
    if (!status)
        return {false, saidNonsense(path, u"nothing any more"_s)};
    return {wasKilled(*status),
            endedOn(path, *status, room.ranOutOfMemory(), m_limits.memoryBytes)};
}

std::optional<Error> DecodingService::Impl::failureIn(const Told& told, const QString& path,
                                                      const AnswerRoom& room)
{
    if (told.outcome == Outcome::Content)
        return std::nullopt;
    if (told.outcome == Outcome::Unconfined)
        return isolation::cannotRead(ErrorCode::Internal, path, complaintAbout(layersOf(told)));
    const auto head = room.head(told.headBytes);
    CheckedAnswer checked
        = checkFailure(QJsonDocument::fromJson(head.value_or(QByteArray())).object());
    if (!checked.failure || told.outcome != Outcome::Failure)
        return saidNonsense(path, u"an unknown kind of answer"_s);
    return checked.failure;
}

template <typename Content, typename Take>
Result<Content> DecodingService::Impl::ask(Job job, const QString& path, const CancelToken& cancel,
                                           Take take, const QString& name)
{
    const QByteArray said = name.toUtf8();
    if (said.isEmpty() || said.size() >= maxPathBytes || said.contains('\0'))
        return isolation::cannotRead(ErrorCode::FileUnreadable, name,
                                     u"its path is empty, too long or has a zero in it"_s);
    if (cancel.isCancelled())
        return wasCancelled(name);
    // Opened here, since the child may open nothing.
    const auto file = openRegularFile(path);
    if (!file)
        return file.error();
    job.mayBeUnconfined = mayBeUnconfined() ? 1 : 0;
    job.timeMs = m_limits.timeMs;
    job.memoryBytes = m_limits.memoryBytes;
    job.pathBytes = static_cast<quint32>(said.size());
    for (int count = 1;; ++count) {
        const auto room = AnswerRoom::create();
        if (!room)
            return isolation::cannotRead(
                ErrorCode::Internal, name,
                u"the system has no memory to share with the decoder, or the limit on "
                "the size of files (ulimit -f) leaves none"_s);
        const Attempt done = attempt(job, {*file, name, cancel}, *room);
        if (done.again && count < childAttempts)
            continue;
        if (!done.told)
            return done.told.error();
        if (auto failure = failureIn(*done.told, name, *room))
            return *std::move(failure);
        const auto head = room->head(done.told->headBytes);
        QString wrong;
        auto content = take(head.value_or(QByteArray()), Bulk(*room, done.told->bulkBytes), wrong);
        ChildProcess::reapThoseLetGo();
        if (!content)
            return saidNonsense(name, wrong);
        return *std::move(content);
    }
}

Result<SandboxLayers> DecodingService::Impl::layers(const CancelToken& cancel)
{
    const QString nothing = u"/dev/null"_s;
    const OwnedFd file(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const auto room = AnswerRoom::create();
    if (!room || !file.isOpen())
        return Error{ErrorCode::Internal, u"The system has no memory to share."_s, {}};
    Job job;
    job.want = Want::Layers;
    job.timeMs = m_limits.timeMs;
    job.memoryBytes = m_limits.memoryBytes;
    job.pathBytes = static_cast<quint32>(nothing.size());
    const Attempt done = attempt(job, {file, nothing, cancel}, *room);
    return done.told ? Result<SandboxLayers>(layersOf(*done.told)) : done.told.error();
}

DecodingService::DecodingService(QString program, const ServiceLimits& limits)
    : m_impl(std::make_unique<Impl>(std::move(program), limits))
{
}

DecodingService::~DecodingService() = default;

void DecodingService::prepare()
{
    m_impl->program().prepare();
}

Result<Radiograph> DecodingService::radiograph(const QString& path, const CancelToken& cancel)
{
    auto whole = reduced(path, {}, cancel);
    if (!whole)
        return whole.error();
    return std::move(whole->radiograph);
}

Result<ReducedRadiograph> DecodingService::reduced(const QString& path, const ReadSize& size,
                                                   const CancelToken& cancel)
{
    Job job;
    job.want = Want::Picture;
    job.shorterSide = size.shorterSide;
    job.onlySlowOnes = size.onlySlowOnes ? 1 : 0;
    job.withHash = size.withHash ? 1 : 0;
    return m_impl->ask<ReducedRadiograph>(job, path, cancel, takePicture);
}

Result<Preview> DecodingService::preview(const QString& path, int shorterSide,
                                         const CancelToken& cancel)
{
    if (shorterSide < 1)
        return Error{ErrorCode::InvalidArgument,
                     u"A preview cannot have %1 pixels."_s.arg(shorterSide), path};
    Job job;
    job.want = Want::Preview;
    job.shorterSide = shorterSide;
    return m_impl->ask<Preview>(job, path, cancel, takePreview);
}

Result<TagTree> DecodingService::tags(const QString& path, const CancelToken& cancel)
{
    Job job;
    job.want = Want::Tags;
    return m_impl->ask<TagTree>(job, path, cancel, takeTags);
}

Result<FilmHead> DecodingService::filmHead(const QString& path, const CancelToken& cancel)
{
    Job job;
    job.want = Want::FilmUid;
    const auto uid = m_impl->ask<QByteArray>(job, path, cancel, takeBytes);
    if (uid)
        return FilmHead{QString::fromUtf8(uid->left(longestUid)), {}};
    if (auto object = filmObjectIn(uid.error().message))
        return FilmHead{{}, std::move(object)};
    return uid.error();
}

Result<QByteArray> DecodingService::content(ForeignKind kind, const QString& path,
                                            const CancelToken& cancel)
{
    return contentNamed(kind, path, path, cancel);
}

Result<QByteArray> DecodingService::contentNamed(ForeignKind kind, const QString& path,
                                                 const QString& name, const CancelToken& cancel)
{
    Job job;
    job.want = Want::Foreign;
    job.kind = kind;
    return m_impl->ask<QByteArray>(job, path, cancel, takeBytes, name);
}

Result<QByteArray> DecodingService::contentOf(ForeignKind kind, const QByteArray& bytes,
                                              const QString& name, const CancelToken& cancel)
{
    const OwnedFd memory(memfd_create("ccad-bytes", MFD_CLOEXEC));
    if (!memory.isOpen() || !writeWhole(memory.get(), bytes))
        return Error{ErrorCode::WriteFailed, u"The system has no memory to share."_s, {}};
    // Opened anew from there: the child can read it, not write.
    return contentNamed(kind, u"/proc/self/fd/%1"_s.arg(memory.get()), name, cancel);
}

Error DecodingService::nonsense(const QString& path, const QString& what)
{
    return saidNonsense(path, what);
}

Error DecodingService::cannotRead(const QString& path, const Error& clause)
{
    return isolation::cannotRead(clause.code, path, clause.message);
}

Result<SandboxLayers> DecodingService::layers(const CancelToken& cancel)
{
    return m_impl->layers(cancel);
}

qint64 DecodingService::templatePid() const
{
    return m_impl->program().pid();
}

DecodingService& decoding()
{
    static DecodingService service(decoderProgram());
    return service;
}

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/archive.h"

#include "core/base/checked_size.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/intake/internal/archive_errors.h"
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/first_bytes.h"
#include "core/intake/internal/member_names.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool writeAll(int file, const char* bytes, qint64 count)
{
    while (count > 0) {
        const ssize_t written = ::write(file, bytes, size_t(count));
        if (written < 0 && errno != EINTR)
            return false;
        bytes += std::max<ssize_t>(written, 0);
        count -= std::max<ssize_t>(written, 0);
    }
    return true;
}

class Unpacker
{
public:
    Unpacker(const OpenFolder& folder, const UnpackLimits& limits, UnpackUsage& usage,
             const CancelToken& cancel)
        : m_folder(folder), m_limits(limits), m_usage(usage), m_cancel(cancel)
    {
    }

    /// `name` stands in errors and before the names of files within; empty for the outermost
    /// archive.
    Result<void> unpack(const QString& archive, ArchiveKind kind, const QString& name, int depth);
    [[nodiscard]] const Unpacked& unpacked() const { return m_unpacked; }
    /// Removes the files that were unpacked beyond the first `count`.
    void removeBehind(std::size_t count)
    {
        for (std::size_t i = count; i < files().size(); ++i)
            if (!files()[i].path.isEmpty())
                remove(files()[i]);
        files().resize(count);
    }

private:
    /// Where a member stands.
    struct Place
    {
        QString prefix;
        int depth;
    };
    /// Members of one archive, companions aside.
    struct Tally
    {
        qint64 members = 0;
        qint64 encrypted = 0;
    };

    Result<std::unique_ptr<ArchiveReader>> open(const QString& archive, ArchiveKind kind) const;
    Result<void> unpackAll(ArchiveReader& reader, const QString& prefix, int depth);
    Result<void> unpackMember(ArchiveReader& reader, const ArchiveMember& member,
                              const Place& place, Tally& tally);
    void takeOddity(const ArchiveMember& member, const QString& prefix, const QString& shown);
    Result<void> endHere(const QString& prefix, const Error& why);
    Result<QByteArray> unpackFile(ArchiveReader& reader, const ArchiveMember& member,
                                  const QString& shown);
    Result<void> lookInto(const QByteArray& begin, const std::optional<CompanionName>& companion,
                          int depth);
    [[nodiscard]] Result<qint64> read(ArchiveReader& reader, std::span<char> buffer) const;
    Result<void> write(ArchiveReader& reader, const ArchiveMember& member, int out);
    Result<void> passOver(ArchiveReader& reader, const ArchiveMember& member);
    Result<void> unpackInner(ArchiveKind kind, int depth);
    [[nodiscard]] std::vector<UnpackedFile>& files() { return m_unpacked.files; }
    void remove(const UnpackedFile& file) const
    {
        (void)m_folder.removeFile(QFile::encodeName(QFileInfo(file.path).fileName()));
    }
    /// The error for errno.
    [[nodiscard]] Error notWritten() const
    {
        return {
            ErrorCode::WriteFailed,
            u"Cannot unpack %1 into %2: %3."_s.arg(m_name, m_folder.path(), qt_error_string(errno)),
            m_folder.path()};
    }
    [[nodiscard]] Error ofArchive(const Error& clause) const { return sentenceOn(m_name, clause); }
    [[nodiscard]] QString nameWithin(const QString& member) const
    {
        return u"%1 of %2"_s.arg(member, m_name);
    }
    [[nodiscard]] Error tooLarge(bool isByRatio) const
    {
        return {ErrorCode::TooLarge,
                isByRatio
                    ? u"it grows to more than %1 times its packed size"_s.arg(m_limits.maxRatio)
                    : u"it takes more room than is allowed"_s,
                {}};
    }
    [[nodiscard]] Error tooManyFiles() const
    {
        return ofArchive(
            {ErrorCode::TooLarge, u"it holds more than %1 files"_s.arg(m_limits.maxEntries), {}});
    }

    const OpenFolder& m_folder;
    const UnpackLimits& m_limits;
    UnpackUsage& m_usage;
    const CancelToken& m_cancel;
    QString m_name; ///< of the archive at hand
    Unpacked m_unpacked;
    int m_number = 0; ///< of the last member that a file was made for
};

Result<std::unique_ptr<ArchiveReader>> Unpacker::open(const QString& archive,
                                                      ArchiveKind kind) const
{
    switch (kind) {
    case ArchiveKind::Zip:
    case ArchiveKind::Tar: {
        auto reader = kind == ArchiveKind::Zip
            ? openZip(archive, m_limits.maxRatio)
            : openTar(archive, m_name, m_limits.maxRatio, m_cancel);
        return reader ? std::move(reader) : ofArchive(reader.error());
    }
    case ArchiveKind::SevenZip:
        return onlyNamed(m_name, u"a 7-Zip archive"_s);
    case ArchiveKind::Rar:
        return onlyNamed(m_name, u"a RAR archive"_s);
    case ArchiveKind::DiscImage:
        return onlyNamed(m_name, u"the image of a disc"_s);
    case ArchiveKind::None:
        break;
    }
    return ofArchive({ErrorCode::FileBroken, u"it is no archive"_s, {}});
}

Result<void> Unpacker::unpack(const QString& archive, ArchiveKind kind, const QString& name,
                              int depth)
{
    m_name = depth == 0 ? QFileInfo(archive).fileName() : name;
    if (depth > m_limits.maxDepth)
        return ofArchive(
            {ErrorCode::TooLarge,
             u"it holds archives within archives, more than %1 deep"_s.arg(m_limits.maxDepth),
             {}});
    const auto reader = open(archive, kind);
    if (!reader)
        return reader.error();
    if (m_usage.entries + (*reader)->count().value_or(0) > m_limits.maxEntries)
        return tooManyFiles();
    return unpackAll(**reader, depth == 0 ? QString() : name + QLatin1Char('/'), depth);
}

Result<void> Unpacker::unpackAll(ArchiveReader& reader, const QString& prefix, int depth)
{
    const bool isCounted = reader.count().has_value();
    m_usage.entries += int(reader.count().value_or(0));
    Tally tally;
    for (;;) {
        const auto member = reader.next();
        if (!member && tally.members == 0)
            return ofArchive(member.error());
        if (!member)
            return endHere(prefix, ofArchive(member.error()));
        if (!*member)
            break;
        if (!isCounted && ++m_usage.entries > m_limits.maxEntries)
            return endHere(prefix, tooManyFiles());
        if (auto done = unpackMember(reader, **member, {prefix, depth}, tally); !done)
            return done;
    }
    // One sentence says it for all.
    if (tally.encrypted > 0 && tally.encrypted == tally.members)
        return encrypted(m_name);
    return {};
}

/// Keeps what was unpacked, with a row for the rest.
Result<void> Unpacker::endHere(const QString& prefix, const Error& why)
{
    files().push_back({prefix.chopped(std::min<qsizetype>(prefix.size(), 1)), {}, why});
    return {};
}

Result<void> Unpacker::unpackMember(ArchiveReader& reader, const ArchiveMember& member,
                                    const Place& place, Tally& tally)
{
    // Numbers are those of an archive's files, whatever becomes of them: rows of a batch that was
    // begun by an earlier version know them.
    if (!member.name.endsWith(QLatin1Char('/')))
        ++m_number;
    if (member.isFolder)
        return passOver(reader, member);
    const QString shown = shownMemberName(member.name);
    const auto companion = companionPath(shown);
    // A DICOMDIR is known by its content: its files are studies.
    const bool isIndex = companion && companion->kind == Companion::Index;
    if (companion && companion->isCertain && !isIndex) {
        m_unpacked.companions.add(companion->kind);
        return passOver(reader, member);
    }
    if (companion && !isIndex && !member.oddity.isEmpty()) {
        m_unpacked.companions.add(companion->kind);
        return {};
    }
    ++tally.members;
    if (!member.oddity.isEmpty()) {
        takeOddity(member, place.prefix, shown);
        return {};
    }
    const auto begin = member.isEncrypted ? Result<QByteArray>(encrypted(nameWithin(shown)))
                                          : unpackFile(reader, member, place.prefix + shown);
    if (begin)
        return lookInto(*begin, companion, place.depth);
    if (endsAll(begin.error()))
        return begin.error();
    tally.encrypted += member.isEncrypted;
    files().push_back({place.prefix + shown, {}, begin.error()});
    return {};
}

/// A link to a member that was unpacked is that file once more; all else that is no file is said.
void Unpacker::takeOddity(const ArchiveMember& member, const QString& prefix, const QString& shown)
{
    const QString name
        = member.linkedName.isEmpty() ? QString() : prefix + shownMemberName(member.linkedName);
    const auto linked = std::find_if(files().begin(), files().end(), [&](const UnpackedFile& file) {
        return !file.problem && file.name == name;
    });
    if (linked != files().end())
        files().push_back({prefix + shown, QString(linked->path), {}});
    else
        files().push_back(
            {prefix + shown,
             {},
             sentenceOn(nameWithin(shown), {ErrorCode::Unsupported, member.oddity, {}})});
}

/// Unpacks the member into a file of its own, which goes again when that fails. Returns its first
/// bytes.
Result<QByteArray> Unpacker::unpackFile(ArchiveReader& reader, const ArchiveMember& member,
                                        const QString& shown)
{
    const QByteArray number = QByteArray::number(m_number).rightJustified(5, '0');
    const OwnedFd out = m_folder.newFile(number);
    if (!out.isOpen())
        return notWritten();
    if (auto written = write(reader, member, out.get()); !written) {
        (void)m_folder.removeFile(number);
        return written.error();
    }
    files().push_back({shown, m_folder.pathOf(number), {}});
    return firstBytesOf(out);
}

/// Looks whether the file that was unpacked last is an archive, or no study at all.
Result<void> Unpacker::lookInto(const QByteArray& begin,
                                const std::optional<CompanionName>& companion, int depth)
{
    if (companion && !companion->isCertain && !imaging::recognise(begin)) {
        m_unpacked.companions.add(companion->kind);
        removeBehind(files().size() - 1);
        return {};
    }
    const ArchiveKind kind = archiveKindOf(files().back().path, begin);
    return kind == ArchiveKind::None ? Result<void>() : unpackInner(kind, depth + 1);
}

/// Removes the archive that was unpacked last from the list and puts its content, or the reason why
/// there is none, in its place.
Result<void> Unpacker::unpackInner(ArchiveKind kind, int depth)
{
    const UnpackedFile inner = files().back();
    files().pop_back();
    const std::size_t before = files().size();
    const QString outer = m_name;
    auto unpacked = unpack(inner.path, kind, inner.name, depth);
    m_name = outer;
    remove(inner);
    if (unpacked)
        return {};
    removeBehind(before);
    if (endsAll(unpacked.error()))
        return unpacked;
    files().push_back({inner.name, {}, unpacked.error()});
    return {};
}

Result<qint64> Unpacker::read(ArchiveReader& reader, std::span<char> buffer) const
{
    if (m_cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Unpacking was cancelled."_s, m_name};
    return reader.read(buffer);
}

/// Members that nobody wants are read, too, where there is no other way to the next one, so that
/// limits and cancelling hold.
Result<void> Unpacker::passOver(ArchiveReader& reader, const ArchiveMember& member)
{
    if (reader.count() || member.isFolder)
        return {};
    std::array<char, 1 << 16> buffer;
    for (;;) {
        const auto got = read(reader, buffer);
        if (!got && endsAll(got.error()))
            return got.error();
        if (!got || *got == 0)
            return {};
    }
}

Result<void> Unpacker::write(ArchiveReader& reader, const ArchiveMember& member, int out)
{
    // What the archive declares is not trusted: the bytes are counted as they come.
    const qint64 packed = std::max<qint64>(member.packedBytes, 1024);
    const qint64 byRatio = reader.count() ? checkedProduct<qint64>({packed, m_limits.maxRatio})
                                                .value_or(std::numeric_limits<qint64>::max())
                                          : std::numeric_limits<qint64>::max();
    const qint64 allowed
        = std::min({m_limits.maxFileBytes, m_limits.maxBytes - m_usage.bytes, byRatio});
    const QString within = nameWithin(shownMemberName(member.name));
    qint64 written = 0;
    std::array<char, 1 << 16> buffer;
    for (;;) {
        const auto got = read(reader, buffer);
        if (!got)
            return endsAll(got.error()) ? got.error() : sentenceOn(within, got.error());
        if (*got == 0)
            return {};
        written += *got;
        m_usage.bytes += *got;
        if (written > allowed)
            return sentenceOn(within, tooLarge(written > byRatio));
        if (!writeAll(out, buffer.data(), *got))
            return notWritten();
    }
}

} // namespace

bool isArchive(const QString& path)
{
    const auto begin = firstBytesOf(path, path);
    return begin && archiveKindOf(path, *begin) != ArchiveKind::None;
}

Result<Unpacked> unpackArchive(const QString& path, const OpenFolder& folder,
                               const UnpackLimits& limits, UnpackUsage& usage,
                               const CancelToken& cancel)
{
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::FileNotFound, u"There is no file %1."_s.arg(path), path};
    const auto begin = firstBytesOf(path, path);
    if (!begin)
        return begin.error();
    const UnpackUsage before = usage;
    Unpacker unpacker(folder, limits, usage, cancel);
    if (auto done = unpacker.unpack(path, archiveKindOf(path, *begin), {}, 0); !done) {
        unpacker.removeBehind(0);
        usage = before;
        return done.error();
    }
    return unpacker.unpacked();
}

} // namespace ccad

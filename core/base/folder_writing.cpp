// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder_writing.h"

#include "core/base/internal/folder_swap.h"
#include "core/base/scratch_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Token of the folders "<name>.new-1234abcd", in which new ones are filled.
constexpr char token[] = "a folder of CCAD that is being written";
constexpr char infix[] = ".new-";
constexpr char content[] = "content";

Error notWritten(const QString& path, const QString& why)
{
    return {ErrorCode::WriteFailed, u"Cannot write the folder %1: %2."_s.arg(path, why), path};
}

/// One folder while it is written.
class FolderWriting
{
public:
    FolderWriting(QString path, const FolderKind& kind, Existing existing, const OpenFolder& above,
                  const QString& name, const OpenFolder& scratch)
        : m_path(std::move(path)), m_kind(kind), m_existing(existing), m_above(above),
          m_name(QFile::encodeName(name)), m_scratch(scratch)
    {
    }

    Result<void> operator()(const std::function<Result<void>(const QString&)>& fill) const
    {
        if (!m_scratch.makeFolder(content, 0777))
            return notWritten(m_path, qt_error_string(errno));
        const auto fresh = m_scratch.folder(content);
        if (!fresh)
            return fresh.error();
        if (auto filled = fill(fresh->path()); !filled)
            return filled;
        if (auto stored = fresh->sync(); !stored)
            return stored;
        // Checked again, since hours may have passed.
        if (auto free = checkFolderTarget(m_path, m_kind, m_existing); !free)
            return free;
        return place();
    }

private:
    [[nodiscard]] Result<void> place() const
    {
        // Moves onto nothing or an empty folder; the system refuses any other.
        if (::renameat(m_scratch.descriptor(), content, m_above.descriptor(), m_name.constData())
            == 0) {
            m_above.syncNames();
            return {};
        }
        if (errno != ENOTEMPTY && errno != EEXIST)
            return notWritten(m_path, qt_error_string(errno));
        return swapFolders(m_scratch, content, m_above, m_name, Swap::AtOnce);
    }

    QString m_path;
    const FolderKind& m_kind;
    Existing m_existing;
    const OpenFolder& m_above;
    QByteArray m_name; ///< in `above`
    const OpenFolder& m_scratch;
};

/// Removes what killed programs left; a folder that is being filled now is held by its writer.
void removeLeftOver(const OpenFolder& above, const QString& name)
{
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QRegularExpression::escape(name + QLatin1String(infix)) + u"[0-9a-f]{8}"_s));
    const auto names = above.names();
    if (!names)
        return;
    for (const QByteArray& found : *names)
        if (pattern.match(QFile::decodeName(found)).hasMatch())
            (void)ScratchFolder::remove(above.pathOf(found), token);
}

} // namespace

Result<void> writeFolderAtomically(const QString& path, const FolderKind& kind, Existing existing,
                                   const std::function<Result<void>(const QString&)>& fill)
{
    if (auto free = checkFolderTarget(path, kind, existing); !free)
        return free;
    const QFileInfo target(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    auto scratch
        = ScratchFolder::enter(target.filePath() + QLatin1String(infix)
                                   + QString::fromLatin1(ScratchFolder::newToken().left(8)),
                               token);
    if (!scratch)
        return notWritten(
            path, u"nothing can be made beside it. %1"_s.arg(scratch.error().message.chopped(1)));
    const auto above = OpenFolder::openFollowing(target.path());
    if (!above)
        return above.error();
    const FolderWriting writing(path, kind, existing, *above, target.fileName(), scratch->folder());
    const auto written = writing(fill);
    (void)std::move(*scratch).remove(); // else the next success does it
    if (written)
        removeLeftOver(*above, target.fileName());
    return written;
}

} // namespace ccad

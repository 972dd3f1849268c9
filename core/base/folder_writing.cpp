// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder_writing.h"

#include "core/base/internal/folder_swap.h"
#include "core/base/internal/stored.h"
#include "core/base/scratch_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <cstdio>
#include <vector>

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

    Result<void> operator()(const std::function<Result<void>(const QString&)>& fill)
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

    /// Does the scratch folder hold nothing that is anybody's?
    [[nodiscard]] bool isScratchWorthless() const { return m_isScratchWorthless; }

private:
    [[nodiscard]] Result<void> place()
    {
        // Moves onto nothing or an empty folder; the system refuses any other.
        if (::renameat(m_scratch.descriptor(), content, m_above.descriptor(), m_name.constData())
            == 0)
            return m_above.syncNames();
        const bool isTaken = errno == ENOTEMPTY || errno == EEXIST;
        if (!isTaken || m_existing == Existing::Keep)
            return notWritten(m_path, qt_error_string(errno));
        return swapFolders(m_scratch, content, m_above, m_name, Swap::AtOnce, m_isScratchWorthless);
    }

    QString m_path;
    const FolderKind& m_kind;
    Existing m_existing;
    const OpenFolder& m_above;
    QByteArray m_name; ///< in `above`
    const OpenFolder& m_scratch;
    bool m_isScratchWorthless = true;
};

/// The folders in which programs filled, or fill, new ones.
std::vector<QByteArray> scratchNames(const OpenFolder& above, const QString& name)
{
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QRegularExpression::escape(name + QLatin1String(infix)) + u"[0-9a-f]{8}"_s));
    auto names = above.names();
    if (!names)
        return {};
    std::erase_if(*names, [&](const QByteArray& found) {
        return !pattern.match(QFile::decodeName(found)).hasMatch();
    });
    return *std::move(names);
}

/// Removes what killed programs left; a folder that is being filled now is held by its writer.
void removeLeftOver(const OpenFolder& above, const QString& name)
{
    for (const QByteArray& found : scratchNames(above, name))
        (void)ScratchFolder::remove(above.pathOf(found), token);
}

} // namespace

bool putBackReplacedFolder(const QString& path)
{
    const QFileInfo target(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    if (target.exists() || target.isSymLink() || !QFileInfo(replacedFolderOf(path)).isDir())
        return false;
    const auto above = OpenFolder::openFollowing(target.path());
    if (!above)
        return false;
    for (const QByteArray& found : scratchNames(*above, target.fileName())) {
        // Held now, so that no program that is still at it is disturbed.
        const auto scratch = ScratchFolder::enter(above->pathOf(found), token);
        if (!scratch || !scratch->folder().folder(content))
            continue;
        const QByteArray name = QFile::encodeName(target.fileName());
        return renameToFree(above->descriptor(), (name + ".old").constData(), above->descriptor(),
                            name.constData())
            && above->syncNames();
    }
    return false;
}

Result<void> writeFolderAtomically(const QString& path, const FolderKind& kind, Existing existing,
                                   const std::function<Result<void>(const QString&)>& fill)
{
    (void)putBackReplacedFolder(path);
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
    FolderWriting writing(path, kind, existing, *above, target.fileName(), scratch->folder());
    const auto written = writing(fill);
    if (writing.isScratchWorthless())
        (void)std::move(*scratch).remove(); // else the next success does it
    if (written)
        removeLeftOver(*above, target.fileName());
    return written;
}

} // namespace ccad

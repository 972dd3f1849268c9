// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/companions.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr auto ignoreCase = QRegularExpression::CaseInsensitiveOption;

/// Lower-case names.
using Names = QSet<QString>;

Names namesOf(const QString& list)
{
    const QStringList names = list.split(u'|');
    return {names.begin(), names.end()};
}

const Names& systemFolders()
{
    // Of Mac, Windows and Linux, then of Synology, QNAP and NetApp, then of programs that copy.
    static const Names names
        = namesOf(u"__macosx|network trash folder|temporary items|thevolumesettingsfolder|"
                  "thefindbycontentfolder|$recycle.bin|recycler|recycled|system volume information|"
                  "$extend|config.msi|lost+found|@eadir|#recycle|#snapshot|@tmp|@sharebin|@recycle|"
                  "@recently-snapshot|@__thumb|@transcode|~snapshot|cvs|$winreagent|$windows.~bt|"
                  "$windows.~ws|msocache|@sharesnap|@synologydrive|@cloudsync|@s2s|@database|"
                  "@appstore|trashbox|_gsdata_|_syncapp|_svn|~syncthing~|__pycache__"_s);
    return names;
}

const Names& systemFiles()
{
    static const Names names
        = namesOf(u"thumbs.db|ehthumbs.db|ehthumbs_vista.db|desktop.ini|iconcache.db|picasa.ini|"
                  "zbthumbnail.info|pspbrwse.jbf|icon\r|icon\uF00D|folder.jpg|"
                  "synoindex_media_info|indexervolumeguid|wpsettings.dat|desktop db|desktop df|"
                  "ds_store|_ds_store|fseventsd-uuid|ntuser.dat|sync.ffs_db|sync.ffs_lock"_s);
    return names;
}

/// Endings of what a program has not finished writing.
const Names& unfinishedEndings()
{
    static const Names names
        = namesOf(u"part|partial|crdownload|download|filepart|opdownload|tmp|temp|unfinished|"
                  "incomplete|aria2|!ut|!qb|bc!|ffs_tmp|!sync|partfile|tmp~|crswap|rsls|rslsv"_s);
    return names;
}

const Names& lockEndings()
{
    static const Names names
        = namesOf(u"lock|lck|pid|swp|swo|swx|swn|ldb|laccdb|bak|bk|backup|bkp|old|orig|rej|"
                  "asv|autosave|wbk|ffs_db|ffs_lock"_s);
    return names;
}

/// Endings of programs, of their parts, and of documents.
const Names& documentEndings()
{
    static const Names names
        = namesOf(u"exe|dll|com|bat|cmd|msi|cab|ocx|sys|scr|jar|class|so|dylib|dmg|pkg|deb|rpm|apk|"
                  "sh|vbs|ps1|py|js|css|manifest|inf|ini|cfg|conf|config|properties|reg|ico|icns|"
                  "cur|lnk|url|webloc|desktop|chm|hlp|htm|html|xhtml|mht|xml|xsl|xslt|xsd|dtd|json|"
                  "yaml|yml|csv|tsv|txt|md|nfo|log|rtf|pdf|doc|docx|xls|xlsx|ppt|pptx|odt|ods|odp|"
                  "gdoc|gsheet|gslides|gdraw|gform|gmap|gsite|gtable|glink|gjam|gshortcut|paper|"
                  "papert|boxnote|boxcanvas|nextcloud|owncloud|icloud|cloud|cloudf|ffs_batch|"
                  "ffs_gui|ffs_real|pages|numbers|msg|eml|db|sqlite|mdb|accdb|ttf|otf|woff|svg|mp3|"
                  "wav|mp4|avi|mov|"
                  "wmv|swf|md5|sha1|sha256|sfv|p7s|sig|asc"_s);
    return names;
}

/// Documents without an ending, as they lie on media.
const Names& documents()
{
    static const Names names = namesOf(
        u"version|readme|read_me|liesmich|lisezmoi|license|licence|copying|copyright|"
        "changelog|changes|authors|install|notice|md5sums|sha1sums|sha256sums|checksums"_s);
    return names;
}

/// The small pictures that photo programs and network drives put beside large ones.
bool isThumbnail(const QString& name)
{
    static const QRegularExpression thumbnail(
        u"^(thumb(nail)?s?[ ._-]*\\d*|.+[._-]thumb(nail)?|synophoto_.*|albumart.*)"
        "\\.(jpe?g|png|gif|bmp|tiff?|webp)$"_s,
        ignoreCase);
    return thumbnail.match(name).hasMatch();
}

/// State that programs which copy leave: "SyncToy_<number>.dat", "x.dcm.~tmp~".
bool isOfSync(const QString& name)
{
    static const QRegularExpression state(u"^synctoy_[0-9a-f-]+\\.dat$|^syno@\\."_s, ignoreCase);
    return state.match(name).hasMatch();
}

/// Streams of NTFS and AFP that copies turn into files: "x.dcm:Zone.Identifier".
bool isStream(const QString& name)
{
    static const QRegularExpression stream(
        u"([:\uF022](zone\\.identifier|encryptable|afp_\\w+|com\\.apple\\..*)|"
        "@syno(eastream|resource))$"_s,
        ignoreCase);
    return stream.match(name).hasMatch();
}

bool isEditorFile(const QString& name)
{
    return name.endsWith(u'~') || name.startsWith(u"~$"_s)
        || ((name.startsWith(u"~lock."_s) || name.startsWith(u'#')) && name.endsWith(u'#')
            && name.size() > 1);
}

QString endingOf(const QString& lowerName)
{
    const qsizetype point = lowerName.lastIndexOf(u'.');
    return point < 0 ? QString() : lowerName.mid(point + 1);
}

} // namespace

std::optional<CompanionName> companionFile(const QString& name)
{
    const QString lower = name.toLower();
    const QString ending = endingOf(lower);
    if (name.startsWith(u'.') || systemFiles().contains(lower) || isThumbnail(name)
        || isStream(name) || isOfSync(name))
        return CompanionName{Companion::System};
    if (isEditorFile(name))
        return CompanionName{Companion::Lock};
    if (unfinishedEndings().contains(ending))
        return CompanionName{Companion::Unfinished};
    if (lower == u"dicomdir"_s)
        return CompanionName{Companion::Index};
    if (lower == u"lock"_s || lower == u"lockfile"_s || lockEndings().contains(ending))
        return CompanionName{Companion::Lock, false};
    if (documents().contains(lower) || documentEndings().contains(ending))
        return CompanionName{Companion::Document, false};
    return std::nullopt;
}

bool isCompanionFolder(const QString& name)
{
    static const QRegularExpression foundByCheck(u"^found\\.\\d{3}$"_s, ignoreCase);
    // Programs of a Mac, such as the viewer on a medium, and the previews of a photo program.
    static const QRegularExpression bundle(
        u".\\.(app|framework|bundle|kext|plugin|prefpane|lrdata)$"_s, ignoreCase);
    return (name.startsWith(u'.') && name != u"."_s && name != u".."_s)
        || systemFolders().contains(name.toLower()) || foundByCheck.match(name).hasMatch()
        || bundle.match(name).hasMatch();
}

std::optional<CompanionName> companionPath(const QString& path)
{
    static const QRegularExpression separator(u"[/\\\\]"_s);
    QStringList parts = path.split(separator, Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return std::nullopt;
    const QString file = parts.takeLast();
    if (std::any_of(parts.begin(), parts.end(), isCompanionFolder))
        return CompanionName{Companion::System};
    return companionFile(file);
}

qint64 CompanionCounts::total() const
{
    qint64 total = 0;
    for (const qint64 count : m_counts)
        total += count;
    return total;
}

CompanionCounts& CompanionCounts::operator+=(const CompanionCounts& other)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
    return *this;
}

QString companionText(const CompanionCounts& counts)
{
    const qint64 total = counts.total();
    if (total == 0)
        return {};
    QStringList parts;
    const auto tell = [&](Companion kind, const QString& one, const QString& several) {
        if (const qint64 count = counts.of(kind); count > 0)
            parts << u"%1 %2"_s.arg(count).arg(count == 1 ? one : several);
    };
    tell(Companion::System, u"hidden or of the system"_s, u"hidden or of the system"_s);
    tell(Companion::Unfinished, u"unfinished copy"_s, u"unfinished copies"_s);
    tell(Companion::Lock, u"lock or backup"_s, u"locks or backups"_s);
    tell(Companion::Document, u"program or document"_s, u"programs or documents"_s);
    tell(Companion::Index, u"index of a medium"_s, u"indexes of media"_s);
    tell(Companion::Folder, u"folder hidden or of the system, with all that is in it"_s,
         u"folders hidden or of the system, with all that is in them"_s);
    const QString all = total == 1
        ? u"1 file or folder is no study and was left out"_s
        : u"%1 files and folders are no studies and were left out"_s.arg(total);
    return u"%1: %2."_s.arg(all, parts.join(u", "_s));
}

} // namespace ccad

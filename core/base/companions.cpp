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

const Names& systemFolders()
{
    // Mac, Windows, Linux; then Synology, QNAP, NetApp, and programs that synchronise folders.
    static const Names names = {
        u"__macosx"_s,
        u"network trash folder"_s,
        u"temporary items"_s,
        u"thevolumesettingsfolder"_s,
        u"thefindbycontentfolder"_s,
        u"$recycle.bin"_s,
        u"recycler"_s,
        u"recycled"_s,
        u"system volume information"_s,
        u"$extend"_s,
        u"config.msi"_s,
        u"lost+found"_s,
        u"@eadir"_s,
        u"#recycle"_s,
        u"#snapshot"_s,
        u"@tmp"_s,
        u"@sharebin"_s,
        u"@recycle"_s,
        u"@recently-snapshot"_s,
        u"@__thumb"_s,
        u"@transcode"_s,
        u"~snapshot"_s,
        u"cvs"_s,
    };
    return names;
}

const Names& systemFiles()
{
    static const Names names = {
        u"thumbs.db"_s,         u"ehthumbs.db"_s,    u"ehthumbs_vista.db"_s,
        u"desktop.ini"_s,       u"iconcache.db"_s,   u"picasa.ini"_s,
        u"zbthumbnail.info"_s,  u"pspbrwse.jbf"_s,   u"icon\r"_s,
        u"icon\uF00D"_s, // a folder's icon on a Mac, and how others see it
        u"indexervolumeguid"_s, u"wpsettings.dat"_s, u"folder.jpg"_s,
    };
    return names;
}

/// Endings of what a program has not finished writing.
const Names& unfinishedEndings()
{
    static const Names names = {
        u"part"_s,       u"partial"_s, u"crdownload"_s, u"download"_s,   u"filepart"_s,
        u"opdownload"_s, u"tmp"_s,     u"temp"_s,       u"unfinished"_s, u"incomplete"_s,
        u"aria2"_s,      u"!ut"_s,     u"!qb"_s,        u"bc!"_s,
    };
    return names;
}

const Names& lockEndings()
{
    static const Names names
        = {u"lock"_s, u"lck"_s, u"pid"_s, u"swp"_s, u"swo"_s, u"ldb"_s, u"laccdb"_s};
    return names;
}

/// Endings of programs, of their parts, and of documents.
const Names& documentEndings()
{
    static const Names names = {
        u"exe"_s,  u"dll"_s,    u"com"_s,     u"bat"_s,        u"cmd"_s,      u"msi"_s, u"cab"_s,
        u"ocx"_s,  u"sys"_s,    u"scr"_s,     u"jar"_s,        u"class"_s,    u"so"_s,  u"dylib"_s,
        u"dmg"_s,  u"pkg"_s,    u"deb"_s,     u"rpm"_s,        u"apk"_s,      u"sh"_s,  u"vbs"_s,
        u"ps1"_s,  u"py"_s,     u"js"_s,      u"css"_s,        u"manifest"_s, u"inf"_s, u"ini"_s,
        u"cfg"_s,  u"conf"_s,   u"config"_s,  u"properties"_s, u"reg"_s,      u"ico"_s, u"icns"_s,
        u"cur"_s,  u"lnk"_s,    u"url"_s,     u"webloc"_s,     u"desktop"_s,  u"chm"_s, u"hlp"_s,
        u"htm"_s,  u"html"_s,   u"xhtml"_s,   u"mht"_s,        u"xml"_s,      u"xsl"_s, u"xslt"_s,
        u"xsd"_s,  u"dtd"_s,    u"json"_s,    u"yaml"_s,       u"yml"_s,      u"csv"_s, u"tsv"_s,
        u"txt"_s,  u"md"_s,     u"nfo"_s,     u"log"_s,        u"rtf"_s,      u"pdf"_s, u"doc"_s,
        u"docx"_s, u"xls"_s,    u"xlsx"_s,    u"ppt"_s,        u"pptx"_s,     u"odt"_s, u"ods"_s,
        u"odp"_s,  u"pages"_s,  u"numbers"_s, u"msg"_s,        u"eml"_s,      u"db"_s,  u"sqlite"_s,
        u"mdb"_s,  u"accdb"_s,  u"ttf"_s,     u"otf"_s,        u"woff"_s,     u"svg"_s, u"mp3"_s,
        u"wav"_s,  u"mp4"_s,    u"avi"_s,     u"mov"_s,        u"wmv"_s,      u"swf"_s, u"md5"_s,
        u"sha1"_s, u"sha256"_s, u"sfv"_s,     u"p7s"_s,        u"sig"_s,      u"asc"_s,
    };
    return names;
}

/// Documents without an ending, as they lie on media.
const Names& documents()
{
    static const Names names = {
        u"version"_s, u"readme"_s,  u"read_me"_s,   u"liesmich"_s,  u"lisezmoi"_s,   u"license"_s,
        u"licence"_s, u"copying"_s, u"copyright"_s, u"changelog"_s, u"changes"_s,    u"authors"_s,
        u"install"_s, u"notice"_s,  u"md5sums"_s,   u"sha1sums"_s,  u"sha256sums"_s, u"checksums"_s,
    };
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

/// Streams of NTFS and AFP that copies turn into files: "x.dcm:Zone.Identifier".
bool isStream(const QString& name)
{
    static const QRegularExpression stream(
        u"[:\uF022](zone\\.identifier|encryptable|afp_\\w+|com\\.apple\\..*)$"_s, ignoreCase);
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
        || isStream(name))
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
    return (name.startsWith(u'.') && name != u"."_s && name != u".."_s)
        || systemFolders().contains(name.toLower()) || foundByCheck.match(name).hasMatch();
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
    const QString all = total == 1
        ? u"1 file or folder is no study and was left out"_s
        : u"%1 files and folders are no studies and were left out"_s.arg(total);
    return u"%1: %2."_s.arg(all, parts.join(u", "_s));
}

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
// Folders are modules, and arrows between them point one way: the links in CMake against what the
// sources include.
#include "tests/support/patience.h"
#include "tests/walls/source_includes.h"

#include <QFileInfo>
#include <QMap>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

using namespace ccad::test;

namespace {

/// What CMake knows of a module: build/arrows.txt, written by ccad_module.
struct Module
{
    QString folder;
    QStringList links; ///< names of modules and of other libraries
};
using Modules = QMap<QString, Module>;

Modules readModules()
{
    QFile file(QStringLiteral(CCAD_ARROWS));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    Modules modules;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        modules.insert(words.at(0), {words.at(1), words.mid(2)});
    }
    return modules;
}

/// Who opens libccad_torch for a method has to be ready for all that is in it, included or not.
bool hostsTorch(const QString& folder)
{
    return folder == u"core/explain";
}

} // namespace

class TestModules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFolderIsAModule()
    {
        const Modules modules = readModules();
        QVERIFY(modules.size() > 40);
        QStringList folders;
        for (const Module& module : modules)
            folders.append(module.folder);
        for (const QString& top : {u"core"_s, u"ui"_s}) {
            QDirIterator files(root() + u'/' + top, {"*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString folder = folderOf(QDir(root()).relativeFilePath(files.next()));
                QVERIFY2(folders.contains(folder), qPrintable(folder));
            }
        }
    }

    void foldersIncludeWhatTheirModuleNames()
    {
        const Modules modules = readModules();
        std::map<QString, QSet<QString>> allowed;
        for (const Module& module : modules)
            for (const QString& link : module.links)
                if (modules.contains(link))
                    allowed[module.folder].insert(modules.value(link).folder);
        std::map<QString, QSet<QString>> used;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(top)) {
                const QString from = folderOf(include.file);
                const QString to = folderOf(include.header);
                const bool isOurs
                    = to.startsWith(u"core/") || to.startsWith(u"ui/") || to.startsWith(u"app/");
                // Of app, the programs may include all; a module there is held like any other.
                const bool isHeld = top != u"app" || allowed.contains(from);
                if (from == to || !isOurs || !isHeld)
                    continue;
                QVERIFY2(allowed[from].contains(to),
                         qPrintable(include.file + " includes " + include.header));
                used[from].insert(to);
            }
        // An arrow that nothing needs would be an open door.
        for (const auto& [folder, names] : allowed)
            for (const QString& name : names)
                if (!hostsTorch(folder))
                    QVERIFY2(used[folder].contains(name),
                             qPrintable(folder + " need not name " + name));
    }

    void noCircles()
    {
        // Takes away, again and again, the modules that name none of those left.
        Modules left = readModules();
        for (bool found = true; found && !left.isEmpty();) {
            found = false;
            for (const QString& name : left.keys()) {
                const QStringList& links = left.value(name).links;
                const bool leaf = std::none_of(links.begin(), links.end(), [&](const auto& link) {
                    return left.contains(link);
                });
                if (leaf) {
                    left.remove(name);
                    found = true;
                }
            }
        }
        QVERIFY2(left.isEmpty(), qPrintable(left.keys().join(u' ')));
    }

    void coreKnowsNothingAboveIt()
    {
        for (const Include& include : includesBelow(u"core"_s))
            QVERIFY2(!include.header.startsWith(u"ui/") && !include.header.startsWith(u"app/"),
                     qPrintable(include.file));
        for (const Include& include : includesBelow(u"ui"_s))
            QVERIFY2(!include.header.startsWith(u"app/"), qPrintable(include.file));
    }

    void internalHeadersStayInside()
    {
        int seen = 0;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(top)) {
                if (!include.header.contains(u"/internal/"))
                    continue;
                ++seen;
                QVERIFY2(folderOf(include.file) == folderOf(include.header),
                         qPrintable(include.file + " includes " + include.header));
                // Who includes a public header must not get an internal one with it.
                QVERIFY2(!include.file.endsWith(u".h") || include.file.contains(u"/internal/"),
                         qPrintable(include.file + " shows " + include.header));
            }
        QVERIFY(seen > 100);
    }

    /// Who waits for what must happen waits for just that, and long enough on a busy machine.

    void commandLineLinksNoGui()
    {
        // Nor Torch, which is in a module of its own (test_cli_start: what is really loaded).
        QProcess process;
        process.start(u"readelf"_s, {"-d", QStringLiteral(CCAD_CLI)});
        QVERIFY(process.waitForFinished(ccad::test::patienceMs));
        const QString needed = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY(needed.contains(u"libQt6Core"));
        for (const char* library : {"libQt6Gui", "libQt6Widgets", "libQt6Charts", "opencv_highgui",
                                    "opencv_imgcodecs", "libtorch", "libc10"})
            QVERIFY2(!needed.contains(QString::fromLatin1(library)), library);
    }
};

QTEST_GUILESS_MAIN(TestModules)
#include "test_modules.moc"

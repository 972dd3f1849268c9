// SPDX-License-Identifier: GPL-3.0-or-later
// The walls of ARCHITECTURE.md, each held by a test that reads the source tree.
#include "tests/support/patience.h"
#include "tests/walls/source_includes.h"

#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad::test;

namespace {

bool isHeavy(const QString& header)
{
    for (const char* prefix : {"torch/", "ATen/", "c10/", "caffe2/", "opencv2/", "dcmtk/",
                               "openjpeg", "charls/", "jxl/", "zip.h", "archive.h"})
        if (header.startsWith(QString::fromLatin1(prefix)))
            return true;
    return false;
}

} // namespace

class TestWalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coreKnowsNothingOfQtButCore()
    {
        // Every Qt header that core includes must be one of Qt Core's.
        QProcess process;
        process.start(u"qmake6"_s, {"-query", "QT_INSTALL_HEADERS"});
        QVERIFY(process.waitForFinished(ccad::test::patienceMs));
        const QString headers = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
        QVERIFY(QFileInfo::exists(headers + u"/QtCore/QString"_s));
        int seen = 0;
        for (const Include& include : includesBelow(u"core"_s)) {
            if (!include.header.startsWith(u'Q'))
                continue;
            ++seen;
            const QString name = include.header.section(u'/', -1);
            // Journals and notes are SQLite files: Qt Sql is known to the one file that opens them.
            if (name.startsWith(u"QSql") && include.file == u"core/sqlite/sqlite_database.cpp")
                continue;
            // DICOMweb is HTTP: Qt Network is known to that folder alone (decision 0053).
            if (include.file.startsWith(u"core/dicomweb/"_s)
                && QFileInfo::exists(headers + u"/QtNetwork/"_s + name))
                continue;
            QVERIFY2(QFileInfo::exists(headers + u"/QtCore/"_s + name),
                     qPrintable(include.file + u' ' + include.header));
        }
        QVERIFY(seen > 50);
    }

    void heavyHeadersStayInside()
    {
        // A header is internal when it needs a heavy one, itself or through another of the kind.
        const QList<Include> core = includesBelow(u"core"_s);
        QSet<QString> internal;
        for (qsizetype before = -1; before != internal.size();) {
            before = internal.size();
            for (const Include& include : core)
                if (include.file.endsWith(u".h")
                    && (isHeavy(include.header) || internal.contains(include.header)))
                    internal.insert(include.file);
        }
        QVERIFY(internal.size() > 3);
        QVERIFY(!internal.contains(u"core/inference/classifier.h"_s));
        for (const Include& include : core) {
            const bool sameModule
                = include.file.section(u'/', 0, 1) == include.header.section(u'/', 0, 1);
            if (internal.contains(include.header))
                QVERIFY2(sameModule || include.header.endsWith(u"_torch.h"),
                         qPrintable(include.file + u' ' + include.header));
        }
        // The maker of the lung network is no part of the programs; it trains with Torch itself.
        for (const QString& folder : {u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(folder))
                QVERIFY2(include.file.startsWith(u"app/lung_trainer/")
                             || (!isHeavy(include.header) && !internal.contains(include.header)),
                         qPrintable(include.file + u' ' + include.header));
    }

    void pixelsAndTagsComeFromTheService()
    {
        // Only a locked process reads a foreign file's picture or tags (core/isolation). Beside the
        // readers themselves, the benchmark of the readers, the preview of what CCAD wrote itself,
        // and the maker of the lung network, which is no part of the programs, decode in their own
        // process.
        const QStringList readers{
            u"core/imaging/reading/film_head.h"_s, u"core/imaging/reading/preview.h"_s,
            u"core/imaging/reading/reader.h"_s, u"core/imaging/reading/warm_up.h"_s,
            u"core/imaging/tags/tag_tree.h"_s};
        const QStringList allowed{u"core/benchmark/"_s, u"core/imaging/"_s, u"core/isolation/"_s,
                                  u"core/results_writing/object_preview.cpp"_s,
                                  u"app/lung_trainer/"_s};
        int seen = 0;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(top)) {
                if (!readers.contains(include.header))
                    continue;
                ++seen;
                QVERIFY2(std::any_of(allowed.begin(), allowed.end(),
                                     [&](const QString& folder) {
                                         return include.file.startsWith(folder);
                                     }),
                         qPrintable(include.file + " includes " + include.header));
            }
        QVERIFY(seen > 5);
    }

    void contentIsParsedInFewPlaces()
    {
        // Two folders still parse foreign bytes in the program itself, and four files have what
        // ccad-decoder runs (ForeignReader): no further one shall.
        const QStringList allowed{u"core/imaging/"_s,
                                  u"core/deidentification/"_s,
                                  u"core/intake/"_s,
                                  u"core/nodes/query_dataset.cpp"_s,
                                  u"core/nodes/received_object.cpp"_s,
                                  u"core/results/film_source.cpp"_s,
                                  u"core/results_reading/read_object.cpp"_s};
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(top))
                if (include.header == u"core/imaging/reading/guarded_read.h"
                    || include.header.startsWith(u"core/imaging/dicom/dicom_"))
                    QVERIFY2(std::any_of(allowed.begin(), allowed.end(),
                                         [&](const QString& folder) {
                                             return include.file.startsWith(folder);
                                         }),
                             qPrintable(include.file + " includes " + include.header));
    }

    void weightsComeFromTheService()
    {
        // A weight file is read by a locked process, whatever its format. The maker of the lung
        // network, which is no part of the programs, reads one that was downloaded for it.
        static const QRegularExpression call(u"\\b(readWeights|parseTorchZip)\\("_s);
        int seen = 0;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s}) {
            QDirIterator files(root() + u'/' + top, {"*.h", "*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                if (!QString::fromUtf8(file.readAll()).contains(call))
                    continue;
                ++seen;
                const QString path = QDir(root()).relativeFilePath(file.fileName());
                QVERIFY2(path.startsWith(u"core/weights/"_s)
                             || path.startsWith(u"app/lung_trainer/"_s),
                         qPrintable(path));
            }
        }
        QVERIFY(seen > 2);
    }

    /// Who could reach another machine is known: DICOM's own protocol and DICOMweb.

    void theNetworkIsReachedFromTwoFolders()
    {
        int seen = 0;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(top)) {
                const QString& header = include.header;
                const bool isDimse = header.startsWith(u"dcmtk/dcmnet/"_s)
                    || header.startsWith(u"dcmtk/dcmtls/"_s) || header == u"netdb.h"_s
                    || header == u"openssl/ssl.h"_s || header.startsWith(u"netinet/"_s)
                    || header == u"arpa/inet.h"_s;
                const bool isWeb = header.startsWith(u"QNetwork"_s) || header.startsWith(u"QSsl"_s)
                    || header.startsWith(u"QTcp"_s) || header.startsWith(u"QtNetwork"_s);
                if (!isDimse && !isWeb)
                    continue;
                ++seen;
                QVERIFY2(include.file.startsWith(isDimse ? u"core/dimse/"_s : u"core/dicomweb/"_s),
                         qPrintable(include.file + u' ' + header));
            }
        QVERIFY(seen > 8);
    }

    void treesAreRemovedInOnePlace()
    {
        // OpenFolder::removeTree follows no link; what these would do depends on what lies there.
        int seen = 0;
        for (const char* folder : {"core", "ui", "app"}) {
            QDirIterator files(root() + u'/' + QString::fromLatin1(folder), {"*.h", "*.cpp"},
                               QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QByteArray text = file.readAll();
                ++seen;
                for (const char* call : {"removeRecursively", "remove_all", "rm -r"})
                    QVERIFY2(!text.contains(call), qPrintable(file.fileName()));
            }
        }
        QVERIFY(seen > 100);
    }

    void tensorsCrossModulesOnlyThroughHeadersNamedSo()
    {
        for (const Include& include : includesBelow(u"core"_s))
            if (include.file.endsWith(u".h")
                && (include.header.startsWith(u"torch/") || include.header.startsWith(u"ATen/")))
                QVERIFY2(include.file.endsWith(u"_torch.h"), qPrintable(include.file));
    }

    void testsWaitWithPatience()
    {
        static const QRegularExpression sleeps(u"\\b(qWait|qSleep)\\("_s);
        static const QRegularExpression waits(u"\\b(QTRY_\\w+|qWaitFor\\w*)\\("_s);
        int seen = 0;
        QDirIterator files(root() + u"/tests"_s, {"*.h", "*.cpp"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            const QByteArray name = file.fileName().toUtf8();
            if (name.endsWith("tests/walls/test_walls.cpp"))
                continue;
            QVERIFY2(!text.contains(sleeps), name + " waits some time and hopes");
            if (!text.contains(waits) || name.endsWith("tests/support/patience.h"))
                continue;
            ++seen;
            QVERIFY2(text.contains(u"#include \"tests/support/patience.h\""),
                     name + " waits without tests/support/patience.h");
        }
        QVERIFY(seen > 20);
    }

    /// Names come from anybody. What shows HTML is known, and takes none of theirs; all else shows
    /// text as it is (ui/widgets/literal_text.h).

    void htmlIsShownInFewPlaces()
    {
        static const QRegularExpression html(
            u"\\b(setHtml|insertHtml|appendHtml|setMarkdown|setWhatsThis|QErrorMessage|"
            "QWhatsThis|QSystemTrayIcon|QStaticText|QGraphicsTextItem|RichText|AutoText|"
            "setDefaultStyleSheet)\\b"_s);
        const QStringList known = {
            u"ui/widgets/literal_text.cpp"_s, // looks for labels that would
            u"ui/widgets/literal_text.h"_s,
            u"ui/widgets/markdown.cpp"_s, // without HTML
            u"ui/window/shortcut_sheet.cpp"_s, // of our own words, each escaped
        };
        int seen = 0;
        for (const char* folder : {"ui", "app"}) {
            QDirIterator files(root() + u'/' + QString::fromLatin1(folder), {"*.h", "*.cpp"},
                               QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString name = QDir(root()).relativeFilePath(file.fileName());
                if (!QString::fromUtf8(file.readAll()).contains(html))
                    continue;
                ++seen;
                QVERIFY2(known.contains(name), qPrintable(name + " may take a name for HTML"));
            }
        }
        QVERIFY(seen >= 3);
    }
};

QTEST_GUILESS_MAIN(TestWalls)
#include "test_walls.moc"

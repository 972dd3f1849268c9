// SPDX-License-Identifier: GPL-3.0-or-later
// The walls of ARCHITECTURE.md, each held by a test that reads the source tree.
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;

namespace {

struct Include
{
    QString file; ///< relative to the source tree
    QString header; ///< as written between the brackets or quotes
};

QString root()
{
    return QStringLiteral(CCAD_SOURCE_DIR);
}

QList<Include> includesBelow(const QString& folder)
{
    static const QRegularExpression pattern(u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s,
                                            QRegularExpression::MultilineOption);
    QList<Include> includes;
    QDirIterator files(root() + u'/' + folder, {"*.h", "*.cpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        auto matches = pattern.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext())
            includes.append(
                {QDir(root()).relativeFilePath(file.fileName()), matches.next().captured(1)});
    }
    return includes;
}

bool isHeavy(const QString& header)
{
    for (const char* prefix :
         {"torch/", "ATen/", "c10/", "caffe2/", "opencv2/", "dcmtk/", "openjpeg", "zip.h"})
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
        QVERIFY(process.waitForFinished());
        const QString headers = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
        QVERIFY(QFileInfo::exists(headers + u"/QtCore/QString"_s));
        int seen = 0;
        for (const Include& include : includesBelow(u"core"_s)) {
            if (!include.header.startsWith(u'Q'))
                continue;
            ++seen;
            const QString name = include.header.section(u'/', -1);
            // Journals are SQLite files: Qt Sql is known to the one file that opens them.
            if (name.startsWith(u"QSql") && include.file == u"core/screening/journal_database.cpp")
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
                = include.file.section(u'/', 1, 1) == include.header.section(u'/', 1, 1);
            if (internal.contains(include.header))
                QVERIFY2(sameModule || include.header.endsWith(u"_torch.h"),
                         qPrintable(include.file + u' ' + include.header));
        }
        for (const QString& folder : {u"ui"_s, u"app"_s})
            for (const Include& include : includesBelow(folder))
                QVERIFY2(!isHeavy(include.header) && !internal.contains(include.header),
                         qPrintable(include.file + u' ' + include.header));
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

    void arrowsPointOneWay()
    {
        // Each module and those it may include.
        const std::map<QString, QStringList> allowed = {
            {"base", {}},
            {"metrics", {"base"}},
            {"imaging", {"base"}},
            {"intake", {"base", "imaging"}},
            {"preprocess", {"base", "imaging"}},
            {"model", {"base", "imaging", "preprocess"}},
            {"gate", {"base", "imaging", "preprocess", "model"}},
            {"severity", {"base", "imaging", "preprocess", "model"}},
            {"inference", {"base", "imaging", "preprocess", "model", "gate", "severity"}},
            {"explain", {"base", "imaging", "preprocess", "model", "inference"}},
            {"dataset", {"base", "imaging"}},
            {"evaluation",
             {"base", "metrics", "imaging", "preprocess", "model", "inference", "dataset"}},
            {"trust",
             {"base", "metrics", "imaging", "preprocess", "model", "gate", "inference", "explain",
              "dataset", "evaluation"}},
            {"lung_training",
             {"base", "metrics", "imaging", "preprocess", "model", "inference", "trust",
              "training"}},
            {"severity_fitting",
             {"base", "metrics", "imaging", "preprocess", "model", "severity", "inference",
              "dataset", "evaluation"}},
            {"training",
             {"base", "metrics", "imaging", "preprocess", "model", "inference", "dataset",
              "evaluation", "trust"}},
            {"isolation", {"base", "imaging", "preprocess"}}, // its child has to start fast
            {"benchmark", {"base", "imaging", "preprocess", "model", "gate", "inference"}},
            {"screening",
             {"base", "metrics", "imaging", "preprocess", "model", "inference", "explain",
              "dataset", "intake", "isolation"}},
        };
        for (const Include& include : includesBelow(u"core"_s)) {
            const QString from = include.file.section(u'/', 1, 1);
            QVERIFY2(allowed.contains(from), qPrintable(from + " is not in this test's list"));
            if (!include.header.startsWith(u"core/")) {
                QVERIFY2(!include.header.startsWith(u"ui/") && !include.header.startsWith(u"app/"),
                         qPrintable(include.file));
                continue;
            }
            const QString to = include.header.section(u'/', 1, 1);
            QVERIFY2(to == from || allowed.at(from).contains(to),
                     qPrintable(include.file + u' ' + include.header));
        }
        for (const Include& include : includesBelow(u"ui"_s))
            QVERIFY2(!include.header.startsWith(u"app/"), qPrintable(include.file));
    }

    void commandLineLinksNoGui()
    {
        // Nor Torch, which is in a module of its own (test_cli_start: what is really loaded).
        QProcess process;
        process.start(u"readelf"_s, {"-d", QStringLiteral(CCAD_CLI)});
        QVERIFY(process.waitForFinished());
        const QString needed = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY(needed.contains(u"libQt6Core"));
        for (const char* library : {"libQt6Gui", "libQt6Widgets", "libQt6Charts", "opencv_highgui",
                                    "opencv_imgcodecs", "libtorch", "libc10"})
            QVERIFY2(!needed.contains(QString::fromLatin1(library)), library);
    }
};

QTEST_GUILESS_MAIN(TestWalls)
#include "test_walls.moc"

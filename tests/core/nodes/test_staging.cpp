// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/received_object.h"
#include "core/nodes/staging.h"
#include "tests/support/sent_films.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr char crClass[] = "1.2.840.10008.5.1.4.1.1.1";
constexpr char explicitSyntax[] = "1.2.840.10008.1.2.1";

QByteArray datasetOf(const QByteArray& file)
{
    return file.mid(144
                    + static_cast<qsizetype>(qFromLittleEndian<quint32>(file.constData() + 140)));
}

} // namespace

class TestStaging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFolderIsForThisUserAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"new"_s);
        const mode_t before = umask(022);
        const auto staging = StagingFolder::open(path);
        umask(before);
        QVERIFY(staging.hasValue());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto staging = StagingFolder::open(m_folder->path());
        QVERIFY(staging.hasValue());
        m_staging.emplace(*staging);
    }

    void keepsAnObjectWithAMetaHeaderOfOurOwn()
    {
        const AnnouncedObject announced{crClass, "2.25.7", explicitSyntax};
        auto file = m_staging->newFile();
        QVERIFY(file.hasValue());
        QVERIFY(file->begin(announced).hasValue());
        const QByteArray dataset = datasetOf(filmToSend(7));
        QVERIFY(file->append(dataset).hasValue());
        const auto object = (*std::move(file)).keep(&announced, {});
        QVERIFY2(object.hasValue(), qPrintable(object ? QString() : object.error().message));
        QCOMPARE(object->studyUid, QByteArray("2.25.1000"));
        QCOMPARE(object->transferSyntaxUid, QByteArray(explicitSyntax));
        QFile kept(object->path);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QByteArray content = kept.readAll();
        QCOMPARE(content.size(), object->bytes);
        QVERIFY(content.endsWith(dataset));
        QCOMPARE(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        // And sent on, it is the same data set.
        const auto again = objectOfFile({object->path}, 1 << 30, {});
        QVERIFY(again.hasValue());
        QCOMPARE(again->dataset().toByteArray(), dataset);
    }

    void refusesAnotherObjectThanAnnounced()
    {
        const AnnouncedObject announced{crClass, "2.25.8", explicitSyntax};
        {
            auto file = m_staging->newFile();
            QVERIFY(file.hasValue());
            QVERIFY(file->begin(announced).hasValue());
            QVERIFY(file->append(datasetOf(filmToSend(7))).hasValue());
            QVERIFY(!(*std::move(file)).keep(&announced, {}));
        }
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    }

    void whatIsNotKeptIsRemoved()
    {
        {
            auto file = m_staging->newFile();
            QVERIFY(file.hasValue());
            QVERIFY(file->append("half a film").hasValue());
            QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
        }
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    }

    void oldHalvesOfKilledProgramsAreRemoved()
    {
        const auto put = [&](const QString& name, int daysAgo) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-daysAgo),
                                     QFileDevice::FileModificationTime));
        };
        put(QString(32, u'a') + u".part"_s, 2);
        put(QString(32, u'b') + u".part"_s, 0);
        put(QString(32, u'c') + u".dcm"_s, 9);
        put(u"mine.part"_s, 9);
        QVERIFY(StagingFolder::open(m_folder->path()).hasValue());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files, QDir::Name),
                 QStringList({QString(32, u'b') + u".part"_s, QString(32, u'c') + u".dcm"_s,
                              u"mine.part"_s}));
    }

    void objectsWithoutUsableNamesAreRefused()
    {
        for (const QByteArray& wrong : {QByteArray("../.."), QByteArray("2.25.A")}) {
            QByteArray file = filmToSend(7);
            // The last one: the first is in the meta header.
            const qsizetype at = file.lastIndexOf("2.25.7");
            file.replace(at, 6, wrong.leftJustified(6, '/'));
            QFile written(m_folder->filePath(u"foreign.dcm"_s));
            QVERIFY(written.open(QIODevice::WriteOnly));
            written.write(file);
            written.close();
            const auto object = objectOfFile({written.fileName()}, 1 << 30, {});
            QVERIFY(!object);
            QCOMPARE(object.error().code, ErrorCode::FileBroken);
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<StagingFolder> m_staging;
};

QTEST_GUILESS_MAIN(TestStaging)
#include "test_staging.moc"

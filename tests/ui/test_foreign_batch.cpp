// SPDX-License-Identifier: GPL-3.0-or-later
// A journal may come from anybody: what it names is not opened, what it shows is small.
#include "core/base/data_dirs.h"
#include "core/base/kept_data.h"
#include "tests/core/worklist/journal_fixture.h"
#include "tests/ui/training_fixtures.h"
#include "ui/screening/internal/batch_model.h"
#include "ui/screening/internal/journal_thumbnail.h"

#include <QBuffer>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestForeignBatch final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;

    static QByteArray encoded(const QImage& image, const char* format)
    {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        if (!image.save(&buffer, format))
            qFatal("cannot write a picture of the test");
        return bytes;
    }

    static QImage grey(int width, int height)
    {
        QImage image(width, height, QImage::Format_Grayscale8);
        image.fill(Qt::gray);
        return image;
    }

    [[nodiscard]] ScreeningJob jobWith(const QString& folder) const
    {
        ScreeningJob job = test::toyJob();
        job.modelFolder = folder;
        job.modelSha256 = loadModelManifest(m_home.base)->weightsSha256;
        return job;
    }

    /// The package of the fixture, in another folder.
    [[nodiscard]] QString copyTo(const QString& folder) const
    {
        if (!QDir().mkpath(folder))
            qFatal("cannot make a folder of the test");
        for (const QString& name : QDir(m_home.base).entryList(QDir::Files))
            if (!QFile::copy(m_home.base + u'/' + name, folder + u'/' + name))
                qFatal("cannot copy a package of the test");
        return folder;
    }

private Q_SLOTS:
    void modelsOfThisUserAreUsed()
    {
        QCOMPARE(modelFolderOf(jobWith(m_home.base), {}), m_home.base); // it came with CCAD
        const QString ours = copyTo(keptPlace(KeptKind::Models) + u"/ours"_s);
        QCOMPARE(modelFolderOf(jobWith(ours), {}), ours);
        const QString chosen = copyTo(m_home.path(u"chosen"_s));
        QCOMPARE(modelFolderOf(jobWith(chosen), {chosen}), chosen);
    }

    void othersAreNot()
    {
        const QString strange = copyTo(m_home.path(u"stick/model"_s));
        QCOMPARE(modelFolderOf(jobWith(strange), {}), QString());
        QCOMPARE(modelFolderOf(jobWith(strange), {m_home.path(u"stick"_s), QString()}), QString());
        QCOMPARE(modelFolderOf(jobWith(u"/nowhere"_s), {u"/nowhere"_s}), QString());
        QCOMPARE(modelFolderOf(jobWith({}), {QString()}), QString());
        // Nor by a link among those of this user.
        const QString link = keptPlace(KeptKind::Models) + u"/link"_s;
        QVERIFY(QDir().mkpath(keptPlace(KeptKind::Models)));
        QVERIFY(QFile::link(strange, link));
        QCOMPARE(modelFolderOf(jobWith(link), {}), QString());
    }

    void anotherModelInTheSamePlaceIsNotTheBatchs()
    {
        ScreeningJob job = jobWith(m_home.base);
        job.modelSha256 = QString(64, u'0');
        QCOMPARE(modelFolderOf(job, {m_home.base}), QString());
    }

    void thumbnailsAreSmallPictures()
    {
        QCOMPARE(journalThumbnail(encoded(grey(96, 80), "JPEG")).size(), QSize(96, 80));
        QCOMPARE(journalThumbnail(encoded(grey(96, 80), "PNG")).size(), QSize(96, 80));
        QVERIFY(journalThumbnail(encoded(grey(513, 2), "PNG")).isNull());
        QVERIFY(journalThumbnail(encoded(grey(96, 80), "BMP")).isNull());
        QVERIFY(journalThumbnail("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
                    .isNull());
        QVERIFY(journalThumbnail({}).isNull());
        QVERIFY(journalThumbnail(encoded(grey(96, 80), "JPEG").left(60)).isNull());
        const QByteArray tooLong = encoded(grey(96, 80), "JPEG") + QByteArray(2 << 20, 'x');
        QVERIFY(journalThumbnail(tooLong).isNull());
    }
};

QTEST_MAIN(TestForeignBatch)
#include "test_foreign_batch.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/hash_weights.h"
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/message_bar.h"

#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// Review alone, with the real readers and the real engine, and a small model of three classes.
class ReviewFixture
{
protected:
    QTemporaryDir m_folder;
    QString m_model;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ReviewPlace> m_review;

    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString sessionPath() const { return file(u"session.json"_s); }

    [[nodiscard]] QString notesPath() const { return file(u"notes.sqlite"_s); }

    /// `slope` makes the pictures, and so what comes of them, differ.
    [[nodiscard]] QString writePicture(const QString& name, int slope = 3) const
    {
        QImage image(160, 120, QImage::Format_Grayscale8);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.scanLine(y)[x] = uchar((x * slope + y * 5) % 256);
        if (!image.save(file(name), "PNG"))
            qFatal("cannot write a picture for the test");
        return file(name);
    }

    void writeModel(const QString& folder, int seedClasses = 3)
    {
        ModelPackage package;
        package.manifest = threeClasses();
        package.manifest.network.classes = seedClasses;
        package.manifest.classes.resize(size_t(seedClasses));
        package.weights = hashWeights(package.manifest.network);
        const auto saved = saveModelPackage(package, folder, Existing::Replace);
        QVERIFY2(saved.hasValue(), saved ? "" : qPrintable(saved.error().message));
    }

    void openReview()
    {
        m_settings = std::make_unique<Settings>(file(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_review = std::make_unique<ReviewPlace>(*m_settings, *m_loader);
        m_review->setRecordPaths({notesPath(), sessionPath()});
        m_review->resize(1200, 700);
        m_review->show();
        m_loader->loadModel(m_model);
        QTRY_VERIFY(m_loader->classifier());
    }

    void closeReview()
    {
        m_review.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void startAfresh()
    {
        closeReview();
        QFile::remove(file(u"settings.ini"_s));
        QFile::remove(sessionPath());
        QFile::remove(notesPath());
        openReview();
    }

    void openAndWait(const QStringList& paths)
    {
        m_review->open(paths);
        QTRY_COMPARE(m_review->currentPath(), paths.front());
        waitForFinding();
    }

    void waitForFinding()
    {
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QTRY_VERIFY(m_review->canvas().isOverlayShown());
        QTRY_COMPARE(m_review->notes().state(m_review->currentPath()), StudyNotes::State::Saved);
    }

    [[nodiscard]] QString message() const
    {
        return m_review->messageBar().isHidden() ? QString() : m_review->messageBar().text();
    }
};

} // namespace ccad::test

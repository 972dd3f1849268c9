// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>
#include <QtTest>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The whole window with the real readers and the real engine, and a model of three classes.
class WindowFixture
{
protected:
    TrainingHome m_home;
    QTemporaryDir m_folder;
    QString m_model;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

    QString write(const QString& name, const QByteArray& content) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write a file for the test");
        return out.fileName();
    }

    QString writePicture(const QString& name, int width = 160, int height = 120) const
    {
        QImage image(width, height, QImage::Format_Grayscale8);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.scanLine(y)[x] = uchar((x * 3 + y * 5) % 256);
        if (!image.save(file(name), "PNG"))
            qFatal("cannot write a picture for the test");
        return file(name);
    }

    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }

    ReviewPlace& review() { return m_window->review(); }
    template <typename SomePlace> SomePlace& place() { return *m_window->findChild<SomePlace*>(); }
    [[nodiscard]] bool complains() { return !review().messageBar().isHidden(); }

    /// Whatever went wrong before: a good file opens and gets its finding.
    void verifyUsable()
    {
        const QString good = writePicture(u"good.png"_s);
        drop({good});
        QTRY_COMPARE(review().currentPath(), good);
        QTRY_VERIFY(review().canvas().hasStudy());
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QVERIFY(!complains());
    }

    void writeModelOfThreeClasses()
    {
        ModelPackage package;
        package.manifest = threeClasses();
        package.weights = hashWeights(package.manifest.network);
        m_model = file(u"model"_s);
        const auto saved = saveModelPackage(package, m_model, Existing::Replace);
        QVERIFY2(saved.hasValue(), saved ? "" : qPrintable(saved.error().message));
    }

    void openWindow()
    {
        QFile::remove(file(u"settings.ini"_s));
        QFile::remove(notesFile());
        m_settings = std::make_unique<Settings>(file(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_window = std::make_unique<MainWindow>(*m_settings, *m_loader);
        m_window->show();
        m_loader->loadModel(m_model);
        QTRY_VERIFY(m_loader->classifier());
    }

    void closeWindow()
    {
        m_window.reset();
        m_loader.reset();
    }
};

} // namespace ccad::test

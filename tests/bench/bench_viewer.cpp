// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of single studies waits for, measured in the whole window on the offscreen
// platform: drop to picture and to finding, frames a second of a window/level drag, the longest
// time that the GUI thread did not answer, memory of fifty opened studies. Medians of twenty, files
// in the disk cache. Figures, never pass or fail.
//   QT_QPA_PLATFORM=offscreen bench_viewer [opening] [windowing] [memory] [training]
#include "core/base/data_dirs.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"
#include "tests/support/toy_dataset.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/training/training_place.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr int side = 3000;
constexpr int repetitions = 20;
constexpr int manyStudies = 50;
constexpr int giveUpMs = 30000;

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// A chest of 3000 x 3000 pixels of 16 bits, with grain of 5 bits that a compressor cannot fold
/// away (about 5.5 bits a pixel lossless; real radiographs take 3 to 6).
QByteArray chest(const QByteArray& transferSyntax)
{
    test::DicomSpec spec;
    spec.columns = spec.rows = side;
    spec.bitsStored = 16;
    spec.highBit = 15;
    spec.transferSyntax = transferSyntax;
    spec.values = test::drawChest(side, side, 60000);
    std::uint32_t state = 1;
    for (std::int32_t& value : spec.values) {
        state = state * 1664525U + 1013904223U;
        value = std::clamp(value + std::int32_t(state >> 27) - 16, 0, 65535);
    }
    return test::writeDicom(spec);
}

QStringList writeCopies(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes,
                        int count)
{
    const QString first = folder.filePath(name + u"-0.dcm"_s);
    QFile file(first);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(first));
    QStringList paths{first};
    // Links: other files to the program, the same pages of the disk cache.
    for (int i = 1; i < count; ++i) {
        paths << folder.filePath(u"%1-%2.dcm"_s.arg(name).arg(i));
        QFile::link(first, paths.last());
    }
    return paths;
}

double megabytes(const char* key)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key))
            return std::stod(line.substr(line.find(':') + 1)) / 1024;
    return 0;
}

/// The longest time between two turns of the event loop since reset().
class Heartbeat
{
public:
    Heartbeat()
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
        m_timer.start(0);
        reset();
    }
    void reset()
    {
        m_longest = 0;
        m_clock.start();
    }
    [[nodiscard]] double longestMs() const { return m_longest; }

private:
    void beat()
    {
        m_longest = std::max(m_longest, double(m_clock.nsecsElapsed()) / 1e6);
        m_clock.start();
    }
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_longest = 0;
};

class Bench
{
public:
    Bench() : m_settings(m_folder.filePath(u"settings.ini"_s))
    {
        m_settings.setValue(Setting::RestoreSession, false);
        m_window = std::make_unique<MainWindow>(m_settings, m_loader);
        m_window->resize(1920, 1080);
        m_window->show();
        QObject::connect(&m_loader, &StudyLoader::pictureReady, &m_loader,
                         [this] { m_pictureMs = elapsed(); });
        m_loader.loadModel(defaultModelDir());
        waitFor([this] { return m_loader.classifier() != nullptr; });
    }

    void opening(const char* what, const QByteArray& transferSyntax)
    {
        const QStringList paths = writeCopies(m_folder, QString::fromLatin1(what),
                                              chest(transferSyntax), repetitions + 1);
        std::vector<double> picture;
        std::vector<double> finding;
        std::vector<double> stall;
        for (const QString& path : paths) {
            const Times times = open(path);
            if (path == paths.front())
                continue; // warms up
            picture.push_back(times.pictureMs);
            finding.push_back(times.mapMs);
            stall.push_back(times.stallMs);
        }
        std::printf("%-14s drop to picture %6.0f ms, to finding and map %6.0f ms, longest stall "
                    "%5.1f ms\n",
                    what, medianOf(picture), medianOf(finding),
                    *std::max_element(stall.begin(), stall.end()));
    }

    /// Studies are opened while the default model is fine-tuned, both cores busy.
    void whileTraining()
    {
        const QStringList paths
            = writeCopies(m_folder, u"beside"_s, chest("1.2.840.10008.1.2.1"), repetitions);
        const auto dataset = test::writeToyDataset(m_folder.filePath(u"toys"_s), 400);
        TrainingSetup setup;
        setup.base = defaultModelDir();
        setup.folder = m_folder.filePath(u"trained"_s);
        setup.request.dataset = *dataset;
        setup.request.recipe = paperRecipe();
        setup.request.plan.validation = 0.1;
        setup.request.plan.test = 0.1;
        setup.request.recipe.headEpochs = 0;
        setup.request.name = u"trained"_s;
        setup.request.checkpointFile = m_folder.filePath(u"checkpoint"_s);
        TrainingJob& job = m_window->findChild<TrainingPlace*>()->job();
        bool hasBegun = false;
        QObject::connect(&job, &TrainingJob::progressed, &job, [&hasBegun] { hasBegun = true; });
        QObject::connect(&job, &TrainingJob::failed, &job, [](const Error& error) {
            std::printf("training: %s\n", qPrintable(error.message));
        });
        job.start(setup);
        waitFor([&] { return hasBegun || !job.isActive(); });
        std::vector<double> finding;
        std::vector<double> stall;
        for (int i = 0; i < repetitions && job.isActive(); ++i) {
            m_loader.cache()->clear();
            const Times times = open(paths[i]);
            finding.push_back(times.mapMs);
            stall.push_back(times.stallMs);
        }
        std::printf("while training drop to finding and map %6.0f ms (%zu studies), longest stall "
                    "%5.1f ms\n",
                    medianOf(finding), finding.size(),
                    *std::max_element(stall.begin(), stall.end()));
        job.cancel();
        waitFor([&] { return !job.isActive(); });
    }

    void windowing()
    {
        open(writeCopies(m_folder, u"windowed"_s, chest("1.2.840.10008.1.2.1"), 1).front());
        ImageCanvas& canvas = m_window->review().canvas();
        canvas.setFixedSize(1920, 1080);
        settle();
        mouse(canvas, QEvent::MouseButtonPress, 500, 500);
        std::vector<double> times;
        QElapsedTimer clock;
        for (int i = 1; i <= 300; ++i) {
            clock.start();
            mouse(canvas, QEvent::MouseMove, 500 + i, 500 + i % 50);
            canvas.repaint();
            QCoreApplication::processEvents();
            times.push_back(double(clock.nsecsElapsed()) / 1e6);
        }
        mouse(canvas, QEvent::MouseButtonRelease, 800, 500);
        std::sort(times.begin(), times.end());
        std::printf("windowing      %.0f frames a second (median %.1f ms, 95th percentile %.1f ms, "
                    "longest %.1f ms)\n",
                    1000 / medianOf(times), medianOf(times), times[times.size() * 95 / 100],
                    times.back());
    }

    void memory()
    {
        const QStringList paths
            = writeCopies(m_folder, u"many"_s, chest("1.2.840.10008.1.2.1"), manyStudies);
        for (const QString& path : paths)
            open(path);
        std::printf("%d studies     %.0f MB resident, %.0f MB at most\n", manyStudies,
                    megabytes("VmRSS"), megabytes("VmHWM"));
        QElapsedTimer clock;
        clock.start();
        open(paths[manyStudies - 2]);
        std::printf("back to the study before: %.0f ms to finding and map\n",
                    double(clock.nsecsElapsed()) / 1e6);
    }

private:
    struct Times
    {
        double pictureMs = 0;
        double mapMs = 0;
        double stallMs = 0;
    };

    [[nodiscard]] double elapsed() const { return double(m_clock.nsecsElapsed()) / 1e6; }

    template <typename Condition> void waitFor(Condition condition)
    {
        QElapsedTimer patience;
        patience.start();
        while (!condition()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
            if (patience.elapsed() > giveUpMs)
                qFatal("the window does not get there");
        }
    }

    /// Until nothing is left to paint.
    void settle()
    {
        QElapsedTimer quiet;
        quiet.start();
        while (quiet.elapsed() < 200)
            QCoreApplication::processEvents();
        // Outside of exec(), nobody else would.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    Times open(const QString& path)
    {
        ImageCanvas& canvas = m_window->review().canvas();
        settle();
        m_pictureMs = 0;
        m_heartbeat.reset();
        m_clock.start();
        m_window->open({path});
        waitFor([&] {
            return m_pictureMs > 0 && m_window->review().currentPath() == path
                && canvas.isOverlayShown();
        });
        canvas.repaint();
        return {m_pictureMs, elapsed(), m_heartbeat.longestMs()};
    }

    static void mouse(QWidget& widget, QEvent::Type type, int x, int y)
    {
        QMouseEvent event(type, QPointF(x, y), widget.mapToGlobal(QPointF(x, y)), Qt::LeftButton,
                          Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&widget, &event);
    }

    QTemporaryDir m_folder;
    Settings m_settings;
    StudyLoader m_loader;
    std::unique_ptr<MainWindow> m_window;
    Heartbeat m_heartbeat;
    QElapsedTimer m_clock;
    double m_pictureMs = 0;
};

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    const QStringList wanted = QCoreApplication::arguments().mid(1);
    const auto wants = [&wanted](const char* what) {
        return wanted.isEmpty() || wanted.contains(QLatin1String(what));
    };
    Bench bench;
    if (wants("opening")) {
        bench.opening("uncompressed", "1.2.840.10008.1.2.1");
        bench.opening("JPEG-2000", "1.2.840.10008.1.2.4.90");
    }
    if (wants("windowing"))
        bench.windowing();
    if (wants("memory"))
        bench.memory();
    if (wants("training"))
        bench.whileTraining();
    return 0;
}

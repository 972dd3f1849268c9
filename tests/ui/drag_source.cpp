// SPDX-License-Identifier: GPL-3.0-or-later
// drag_source FILE... : a small window from which these files can be dragged with the mouse, as
// from a file manager. For tests of the whole program on a display.
#include <QApplication>
#include <QDrag>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

class DragSource final : public QLabel
{
public:
    explicit DragSource(const QStringList& files) : QLabel(u"Drag"_s)
    {
        setWindowTitle(u"Drag source"_s);
        for (const QString& file : files)
            m_urls << QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath());
    }

protected:
    void mousePressEvent(QMouseEvent*) override
    {
        auto* files = new QMimeData;
        files->setUrls(m_urls);
        // Qt deletes it when the target, which asks for the files after the drop, has them.
        auto* drag = new QDrag(this);
        drag->setMimeData(files);
        drag->exec(Qt::CopyAction);
    }

private:
    QList<QUrl> m_urls;
};

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    DragSource source(QApplication::arguments().mid(1));
    source.setGeometry(0, 0, 80, 40);
    source.show();
    return QApplication::exec();
}

"""The words by which official documents name bodies and order duties.

Heads and fields of departments: Luật Tổ chức chính quyền địa phương, Nghị định 24/2014/NĐ-CP and
37/2014/NĐ-CP (departments of provinces and districts), Điều lệ Đảng (committees of the Party).
"""

from __future__ import annotations

from lachan.directives.reader.words import Phrases

# Ranks of administrative units.
LEVELS = Phrases.of(
    """\
tỉnh|thành phố|thành|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|ấp|khóm|thôn|bản|tổ dân phố
khu phố|tp|tx|tt|khu vực|miền|vùng"""
)
# What a department (Sở, Phòng, Bộ, Ban) is for.
FIELDS = Phrases.of(
    """\
Y tế|Công Thương|Giao thông vận tải|Giao thông - Vận tải|GTVT|Giao thông|Xây dựng|Tài chính
Nội vụ|Tư pháp|Nông nghiệp và Phát triển nông thôn|Nông nghiệp và PTNT|Nông nghiệp & PTNT
Nông nghiệp - PTNT|NN&PTNT|NN và PTNT|NN - PTNT|NNPTNT|Nông nghiệp và Môi trường|Nông nghiệp
Lao động - Thương binh và Xã hội|Lao động, Thương binh và Xã hội|Lao động Thương binh và Xã hội
Lao động - Thương binh - Xã hội|Lao động - Thương binh & Xã hội|Lao động - TB&XH
Lao động - TB và XH|Lao động TB&XH|Lao động TBXH|Lao động - TBXH|LĐ-TB&XH|LĐ - TB và XH|LĐTB&XH
LĐTBXH|LĐ-TBXH|LĐ,TB&XH|Thông tin và Truyền thông|Thông tin - Truyền thông
Thông tin & Truyền thông|Thông tin, Truyền thông|TT&TT|TTTT|TT-TT|Văn hóa, Thể thao và Du lịch
Văn hóa - Thể thao và Du lịch|Văn hóa, Thể thao & Du lịch|Văn hóa - Thể thao - Du lịch
Văn hóa Thể thao và Du lịch|VHTT&DL|VH,TT&DL|VHTTDL|VH-TT&DL|VHTT và DL|Văn hóa và Thể thao
Văn hóa - Thể thao|Du lịch|Văn hóa và Thông tin|Văn hóa - Thông tin|Văn hóa Thông tin
Văn hóa, Thông tin|VH&TT|VHTT|Văn hóa - Xã hội|Giáo dục và Đào tạo|Giáo dục - Đào tạo
Giáo dục & Đào tạo|GD&ĐT|GDĐT|GD-ĐT|GD và ĐT|Tài nguyên và Môi trường|Tài nguyên - Môi trường
Tài nguyên & Môi trường|TN&MT|TNMT|Khoa học và Công nghệ|Khoa học & Công nghệ|KH&CN|KHCN
Kế hoạch và Đầu tư|Kế hoạch - Đầu tư|Kế hoạch & Đầu tư|KH&ĐT|KHĐT|KH-ĐT|Ngoại vụ|Ngoại giao
Quốc phòng|Công an|Dân tộc và Tôn giáo|Dân tộc|Tài chính - Kế hoạch|Tài chính Kế hoạch|TC-KH
Kinh tế và Hạ tầng|Kinh tế - Hạ tầng|Kinh tế Hạ tầng|Kinh tế, Hạ tầng và Đô thị|Kinh tế
Quản lý đô thị|Quy hoạch - Kiến trúc|Quy hoạch Kiến trúc|Nghiệp vụ Y|Kế hoạch - Nghiệp vụ
Kế hoạch Nghiệp vụ|Cảnh sát giao thông|An toàn thực phẩm
Quản lý vận tải, phương tiện và người lái"""
)
# Heads that take one of the fields above.
DEPARTMENTS = Phrases.of(
    """\
Sở|Phòng|Bộ|Ban|Ngành|Cục|Vụ|Thanh tra Sở|Thanh tra"""
)
# Names whole in themselves; a level or a place may follow.
NAMED = Phrases.of(
    """\
Ủy ban nhân dân|UBND|Ủy ban Nhân dân|Hội đồng nhân dân|HĐND|Văn phòng Ủy ban nhân dân
Văn phòng UBND|HĐND và UBND|HĐND, UBND|HĐND và Ủy ban nhân dân|HĐND - UBND|HĐND&UBND|HĐND & UBND
TT HĐND|TT. HĐND|Văn phòng HĐND và UBND|Văn phòng HĐND - UBND|Văn phòng HĐND&UBND
Văn phòng HĐND & UBND|Văn phòng HĐND, UBND|Văn phòng Hội đồng nhân dân và Ủy ban nhân dân
Văn phòng Đoàn ĐBQH và HĐND|Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân
Văn phòng Đoàn ĐBQH, HĐND và UBND|Văn phòng HĐND|Văn phòng Hội đồng nhân dân|Thường trực HĐND
Thường trực Hội đồng nhân dân|Thường trực UBND|Thường trực Ủy ban nhân dân|Đoàn đại biểu Quốc hội
Đoàn ĐBQH|Quốc hội|Chính phủ|Văn phòng Chính phủ|Thủ tướng Chính phủ|Phó Thủ tướng|Thủ tướng
Công an|Cảnh sát giao thông|CSGT|Cảnh sát cơ động|Bộ Chỉ huy Quân sự|Bộ CHQS|BCH Quân sự|BCHQS
Ban Chỉ huy Quân sự|Ban CHQS|Bộ Chỉ huy Bộ đội Biên phòng|Bộ Chỉ huy BĐBP|BCH BĐBP
BCH Bộ đội Biên phòng|Bộ CHBĐBP|Bộ Chỉ huy Biên phòng|Bộ đội Biên phòng|BĐBP|Bộ Tư lệnh|Quân sự
Biên phòng|Cảnh sát biển|Hải quan|Cục Hải quan|Chi cục Hải quan|Chi cục Kiểm lâm|Hạt Kiểm lâm
Chi cục Quản lý thị trường|Cục Quản lý thị trường|Đội Quản lý thị trường|Quản lý thị trường
Cục Thuế|Chi cục Thuế|Cục Thống kê|Chi cục Thống kê|Chi cục Chăn nuôi và Thú y
Chi cục An toàn vệ sinh thực phẩm|Chi cục Dân số - Kế hoạch hóa gia đình|Kho bạc Nhà nước|Kho bạc
Bảo hiểm xã hội|BHXH|Ngân hàng Nhà nước|Ngân hàng Nhà nước chi nhánh|Ngân hàng Chính sách xã hội
Tòa án nhân dân|Viện kiểm sát nhân dân|Viện Kiểm sát|Thanh tra|Thanh tra Sở|Văn phòng Sở|Bưu điện
Điện lực|Viễn thông|Ủy ban Mặt trận Tổ quốc Việt Nam|Ủy ban Mặt trận Tổ quốc|Ủy ban MTTQ Việt Nam
Ủy ban MTTQVN|Ủy ban MTTQ|UBMTTQVN|UBMTTQ|UB MTTQ|UBMT Tổ quốc|Mặt trận Tổ quốc Việt Nam
Mặt trận Tổ quốc|MTTQ Việt Nam|MTTQVN|MTTQ|Ban Thường trực Ủy ban MTTQ
Ban Thường trực Ủy ban Mặt trận Tổ quốc|Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam
Ban Thường trực Ủy ban MTTQ Việt Nam|Liên đoàn Lao động|LĐLĐ|Công đoàn|Hội Liên hiệp Phụ nữ
Hội LHPN|Hội Phụ nữ|Hội Nông dân|Hội Cựu chiến binh|Hội CCB|Hội Chữ thập đỏ|Hội Nhà báo
Hội Người cao tuổi|Liên minh Hợp tác xã|Đoàn Thanh niên|Đoàn TNCS Hồ Chí Minh
Đoàn Thanh niên Cộng sản Hồ Chí Minh|Đoàn TNCS HCM|Tỉnh đoàn|Thành đoàn|Huyện đoàn|Thị đoàn
Quận đoàn|Xã đoàn|Đoàn xã|Đài Phát thanh và Truyền hình|Đài Phát thanh - Truyền hình
Đài Phát thanh, Truyền hình|Đài PT-TH|Đài PTTH|Đài PT&TH|Đài PT - TH|Đài Truyền thanh
Đài Truyền thanh - Truyền hình|Báo|Cổng Thông tin điện tử|Cổng TTĐT|Trung tâm Kiểm soát bệnh tật
Trung tâm KSBT|TTKSBT|CDC|Trung tâm Y tế|TTYT|Trạm Y tế|TYT|Bệnh viện Đa khoa|BVĐK
Trung tâm Y tế khu vực|Bệnh viện dã chiến|Trung tâm Văn hóa, Truyền thanh và Thể thao
Trung tâm Văn hóa - Thể thao và Truyền thanh|Trung tâm Văn hóa, Thông tin và Thể thao
Trung tâm Văn hóa - Thông tin - Thể thao|Trung tâm Văn hóa, Thể thao và Truyền thanh
Trung tâm Truyền thông và Văn hóa|Trung tâm Phục vụ hành chính công
Trung tâm Kiểm dịch y tế quốc tế|Trung tâm xúc tiến đầu tư và hỗ trợ doanh nghiệp
Ban Quản lý các khu công nghiệp|Ban Quản lý các khu kinh tế|Ban Quản lý Khu kinh tế
Ban Quản lý khu công nghiệp|Ban Quản lý các KCN|BQL các KCN|BQL các khu công nghiệp
BQL Khu kinh tế|Ban Quản lý các khu công nghiệp và chế xuất|Ban Quản lý dự án đầu tư xây dựng
Ban Quản lý dự án|Ban Quản lý chợ|Ban Dân tộc|Ban An toàn giao thông|Ban ATGT|Ban nhân dân
Trung tâm chỉ huy|Sở Chỉ huy|Tổ COVID cộng đồng|Tổ COVID-19 cộng đồng|Tổ Covid-19 cộng đồng
Tổ Covid cộng đồng|Tổ phòng, chống Covid-19 cộng đồng|Tổ công tác|Tổ giám sát cộng đồng
Tổ truy vết|Tổ giúp việc|Văn phòng Trung ương Đảng|Ban Bí thư|Bộ Chính trị
Ban Chấp hành Trung ương|Trung ương Đảng|SYT|BYT|SGTVT|SCT|CAT|SGDĐT|STC|BTG|BDV|UBKT|VPTU|VPHU
BTVTU|BTVHU|BTVHUY"""
)
# Committees of the Party, which take a place or a body.
PARTY = Phrases.of(
    """\
Tỉnh ủy|Thành ủy|Huyện ủy|Thị ủy|Quận ủy|Đảng ủy|Chi ủy|Đảng bộ|Chi bộ|Cấp ủy|Khu ủy
Ban Chấp hành Đảng bộ|BCH Đảng bộ|Ban Chấp hành|BCH|Đảng đoàn|Ban cán sự đảng|Ban cán sự Đảng
BCSĐ|Đảng ủy Khối|TTTU|Thường trực cấp ủy"""
)
# Parts of a committee: "Ban Tuyên giáo Tỉnh ủy", "Thường trực Huyện ủy".
PARTY_PARTS = Phrases.of(
    """\
Ban Tuyên giáo và Dân vận|Ban Tuyên giáo|Ban Dân vận|Ban Tổ chức|Ban Nội chính|Ban Kinh tế
Văn phòng|Ủy ban Kiểm tra|UBKT|Thường trực|Ban Thường vụ|BTV|Ban Thường trực|Thường vụ
Trường Chính trị|Trung tâm Chính trị|Các Ban Xây dựng Đảng|Các ban xây dựng Đảng
Ban Xây dựng Đảng|Các ban đảng|Ban Bảo vệ, chăm sóc sức khỏe"""
)
# Heads of steering committees, which take the name of the epidemic.
STEERING = Phrases.of(
    """\
Ban Chỉ đạo|BCĐ|Sở Chỉ huy|Trung tâm chỉ huy|Trung tâm Chỉ huy|Tiểu ban|Ban Chỉ huy|Tổ công tác
Tổ|Đội|Chốt"""
)
# Heads with a name of any kind behind them.
OPEN = Phrases.of(
    """\
Trung tâm|Bệnh viện|BV|Viện|Trường|Chi cục|Cục|Tổng cục|Vụ|Hội|Hiệp hội|Liên đoàn|Liên minh
Liên hiệp|Công ty|Tổng công ty|Tập đoàn|Ngân hàng|Đài|Khoa|Đội|Đồn|Trạm|Tổ|Chốt|Cảng|Ga|Bến xe
Ban Quản lý|BQL|Ban Chỉ huy|Tiểu ban|Hạt|Đoàn|Hợp tác xã|Quỹ|Cơ quan|Hội đồng|Ban|Phòng|Sở|Bộ
Văn phòng|Đại học|Học viện|Sư đoàn|Trung đoàn|Tiểu đoàn|Quân khu|Đồn Biên phòng|Nhà máy|Khu
Khu công nghiệp|Sân bay|Cảng hàng không|Cảng vụ|Báo|Ngành|Khối|Lực lượng|Nhóm|Bộ phận|Ủy ban|Trại
Chính quyền|Chốt kiểm soát|Cơ sở|Hệ thống chính trị|Toàn hệ thống chính trị|Trung tâm thương mại
Siêu thị|Chợ|Phân hiệu|Chi nhánh"""
)
# Heads that are small words elsewhere: in small letters they need a known name behind them.
ROLES = Phrases.of(
    """\
Chủ tịch|Phó Chủ tịch|Bí thư|Phó Bí thư|Bí thư chi bộ|Bí thư Đảng ủy|Giám đốc|Phó Giám đốc
Tổng Giám đốc|Tổng cục trưởng|Cục trưởng|Chi cục trưởng|Vụ trưởng|Viện trưởng|Trưởng|Phó Trưởng
Trưởng Ban|Trưởng phòng|Phó Trưởng phòng|Phó Trưởng Ban|Trưởng khoa|Thủ trưởng|Người đứng đầu
Hiệu trưởng|Chánh Văn phòng|Chánh Thanh tra|Chánh án|Chỉ huy trưởng|Chính trị viên|Trạm trưởng
Tổ trưởng|Đội trưởng|Bộ trưởng|Thứ trưởng|Chủ nhiệm|Lãnh đạo|Ban Giám đốc|Ban Giám hiệu
Tập thể lãnh đạo|Ủy viên|Ủy viên Ban Thường vụ|Ủy viên Ban Chấp hành|Ủy viên UBND|Tỉnh ủy viên
Huyện ủy viên|Thành ủy viên|Thành viên|Cấp ủy viên|Chủ doanh nghiệp|Chủ cơ sở|Chủ các cơ sở
Chủ đầu tư|Chủ hộ|Trưởng ấp|Trưởng khóm|Trưởng thôn|Trưởng bản|Trưởng Ban nhân dân|CT UBND
PCT UBND|Chủ tịch Hội đồng|Viện trưởng Viện|Trưởng Công an|Giám đốc các sở|Giám đốc Sở
Kế toán trưởng|Người sử dụng lao động|Cán bộ phụ trách"""
)
# Common nouns that make a collective: "các sở, ban, ngành, đoàn thể cấp tỉnh".
NOUNS = Phrases.of(
    """\
sở|ban|ngành|đoàn thể|hội|cơ quan|đơn vị|tổ chức|cá nhân|địa phương|doanh nghiệp|huyện|thị xã
thành phố|quận|xã|phường|thị trấn|ấp|khóm|thôn|cấp|cấp ủy|chính quyền|phòng|trường|trường học
cơ sở|bến xe|đảng bộ|chi bộ|huyện ủy|thành ủy|thị ủy|quận ủy|tỉnh ủy|đảng ủy|đảng đoàn
ban cán sự đảng|lực lượng|hộ gia đình|khu cách ly|tổ chức đảng|tổ chức chính trị - xã hội
đoàn thể chính trị - xã hội|tổ chức đoàn thể|cơ quan báo chí|báo chí|cơ quan chuyên môn
cơ quan chức năng|ngành chức năng|ban ngành|ban, ngành|tổ|chốt|đội|trạm|trạm y tế|bệnh viện
phòng khám|nhà thuốc|cơ sở sản xuất, kinh doanh|cơ sở sản xuất kinh doanh
cơ sở kinh doanh, dịch vụ|cơ sở kinh doanh|cơ sở sản xuất, kinh doanh, dịch vụ|cơ sở y tế
cơ sở khám bệnh, chữa bệnh|cơ sở khám, chữa bệnh|nhà máy|công ty|hợp tác xã|khu công nghiệp
ban quản lý|ban đảng|hội, đoàn thể|đồng chí|thành viên|ủy viên|khu dân cư|chợ|siêu thị|bộ
bộ, ngành|tỉnh|tiểu ban|tổ công tác|tổ covid cộng đồng|tổ covid-19 cộng đồng|chốt kiểm soát
trung tâm|trung tâm y tế|chi, đảng bộ|đoàn|khu, cụm công nghiệp|khách sạn|cơ sở lưu trú|đại lý
cửa hàng|trường đại học|trường cao đẳng|phòng, ban|hiệp hội|hội quần chúng|cơ quan truyền thông
phân khu|khoa"""
)
# Determiners before a name.
PLURALS = Phrases.of(
    """\
các|những|tất cả các|tất cả những|toàn bộ các|tất cả|toàn thể|toàn thể các|mọi|từng|mỗi|một số"""
)
PERSONS = Phrases.of(
    """\
đồng chí|ông|bà|các đồng chí|các ông|các bà|đ/c|các đ/c"""
)
# Words that go on with a name after its core.
TRAILING = Phrases.of(
    """\
có liên quan|liên quan|hữu quan|chức năng|chuyên môn|trung ương|việt nam|quốc gia|nhà nước
các cấp|cùng cấp|cơ sở|địa phương|biên giới|giáp ranh|nêu trên|nói trên|trên|lân cận|trong tỉnh
trong huyện|trong xã|ngoài tỉnh|toàn tỉnh|phụ trách địa bàn|phụ trách các địa bàn|phụ trách
đóng trên địa bàn|đứng chân trên địa bàn|đóng chân trên địa bàn|trực thuộc|ngành dọc|hiệp quản
ngành|thành phần|xung kích|sở tại|tương ứng|vũ trang|tuyến đầu|truyền thông|báo chí
quản lý nhà nước|y tế|kinh tế|kinh doanh|sản xuất|vận tải|du lịch|giáo dục
trong hệ thống chính trị|chủ quản|nơi cư trú|nơi đi|nơi đến|khác|còn lại|có tên tại|có tên ở"""
)
# Words of place that lead on to another name.
LINKS = Phrases.of(
    """\
thuộc|trực thuộc|của|trong|trên địa bàn|đóng trên địa bàn|đứng chân trên địa bàn
đóng chân trên địa bàn|tại|ở|cấp|tuyến|phụ trách|được phân công phụ trách|phụ trách địa bàn
phụ trách các|quản lý|trực thuộc Trung ương|ngoài"""
)
# Verbs of duty. A name of an open kind ends before one.
VERBS = Phrases.of(
    """\
chủ trì|chủ động|phối hợp|phối kết hợp|tăng cường|khẩn trương|tập trung|tiếp tục|báo cáo|chỉ đạo
tổ chức|thực hiện|rà soát|theo dõi|triển khai|hướng dẫn|duy trì|thành lập|xây dựng|có trách nhiệm
có nhiệm vụ|chịu trách nhiệm|căn cứ|nghiên cứu|tham mưu|huy động|cùng với|cùng|kiểm tra
định hướng|phổ biến|nắm chắc|nắm chặt|nắm bắt|nắm|kiểm soát|giám sát|phân công|quản lý|bố trí
đẩy mạnh|đẩy nhanh|chuẩn bị|đảm bảo|bảo đảm|lập|cung cấp|cung ứng|tuyên truyền|thông báo
thông tin|quán triệt|ban hành|quyết định|xử lý|xem xét|điều tra|truy vết|truy tìm|lấy mẫu
khoanh vùng|tổng hợp|thống kê|đề xuất|trình|rà|yêu cầu|đề nghị|hoàn thành|hoàn thiện|gửi|cập nhật
kích hoạt|tiếp nhận|điều phối|vận động|thường xuyên|nghiêm túc|nghiêm chỉnh|sẵn sàng|trực tiếp
lãnh đạo|phải|cần|được giao|được phân công|được yêu cầu|có văn bản|có kế hoạch|có phương án
có giải pháp|có biện pháp|có|siết chặt|kịp thời|nhanh chóng|tạm dừng|tạm ngừng|tạm đình chỉ|dừng
ngừng|cho phép|không|chưa|chỉ|bám sát|đôn đốc|thẩm định|giải quyết|hỗ trợ|mở rộng|mở|ngăn chặn
phong tỏa|chấn chỉnh|niêm yết|công bố|công khai|tham gia|đánh giá|làm đầu mối|làm việc|làm tốt
làm|tiến hành|áp dụng|vận hành|hằng ngày|hàng ngày|hằng tuần|hàng tuần|định kỳ|theo chức năng
theo nhiệm vụ|theo thẩm quyền|trên cơ sở|ngay|bàn giao|dự trù|mua sắm|tập huấn|đăng ký|tiêm
xét nghiệm|tuần tra|chốt chặn|khử khuẩn|in|cử|giao|kiện toàn|thiết lập|tư vấn|vận chuyển
điều chỉnh|điều động|điều tiết|phân bổ|phân luồng|bổ sung|nâng cao|phát huy|thực hành|chấp hành
gương mẫu|chia sẻ|rút kinh nghiệm|họp|dự báo|dự trữ|truyền thông|đưa|gỡ bỏ|dỡ bỏ|tháo dỡ|cách ly
điều trị|phân loại|bám|trao đổi|thống nhất|chuyển|nhắc nhở|xử phạt|khai thác|kết nối|cấp phát|cấp
thu dung|thu thập|rút ngắn|rút|cụ thể hóa|xác nhận|xác minh|xác định|kiểm điểm|tạo|khảo sát|nộp
phát động|phát hiện|phát|khởi tố|đấu tranh|bóc tách|sàng lọc|tầm soát|đón|trực|hạn chế|khắc phục
tích cực|quan tâm|chú trọng|chú ý|lưu ý|ưu tiên|tận dụng|củng cố|bảo vệ|giới thiệu|khuyến cáo
khuyến khích|kêu gọi|nhắc|thăm hỏi|động viên|khen thưởng|biểu dương|phê bình|thay mặt|đại diện
đăng tải|đăng|phản ánh|tố giác|lắp đặt|trang bị|sử dụng|sắp xếp|tháo gỡ|đề ra|đề cao|ký|ký kết
cam kết|tiết kiệm|thanh tra|rà soát lại|soát xét|phân tích|tính toán|ước tính|lên|lựa chọn|chọn
mời|đưa đón|khai báo|quét|bổ nhiệm|thần tốc|tuyệt đối|linh hoạt|quyết liệt|kiên quyết|nghiêm cấm
cấm|xử trí|cứu chữa|chăm sóc|tiếp|tiếp cận|chi trả|chi|cân đối|thanh toán|quyết toán|dự toán|hủy
bãi bỏ|thay thế|sửa đổi|đình chỉ|thu hồi|mua|bán|vệ sinh|phun|diệt|dọn|thả nuôi|giám định
nhân rộng|chuyển đổi|số hóa|xin ý kiến|xin|hoãn|lùi|kéo dài|rà quét|kiến nghị|dành|kiểm dịch|khám
trả|trả lời|giải thích|khen|xem|lồng ghép|chấm dứt|tự|tự chịu trách nhiệm|tập hợp|phân cấp
phân nhóm|phân tuyến|tiếp thu|bố cáo|tổ chức lại|dán|treo|gắn|bật|sao gửi|nhập|nhập liệu|kê khai
bao vây|chốt|giăng|rào|phân phối|điều hành|vào cuộc|ra quân|hưởng ứng|tham dự|dự|lập danh sách
nêu cao|giữ vững|giữ|tạo điều kiện|hợp đồng|đặt|thuê|trưng dụng|trưng tập|nghiệm thu|xác lập
ủy quyền|tuyển dụng|tuyển|huấn luyện|đào tạo|bồi dưỡng|diễn tập|tổng kết|sơ kết|tiêu hủy|thu gom
khử trùng|phòng ngừa|phòng chống|đề phòng|nhận diện|nhận|hiệp đồng|kết hợp|ổn định|bình ổn
niêm phong|kịp|luôn|đồng thời|khẩn cấp|tiên phong|bảo quản|quy định|quy hoạch|hình thành|lưu trữ
lưu|chuyển giao|thay đổi|thay|đổi mới|đầu tư xây dựng|chống|tư lệnh|phục vụ|đáp ứng
rà soát bổ sung|cải tạo"""
)
# Verbs that are also nouns inside names ("Ban Quản lý dự án đầu tư xây dựng").
NOUNLIKE = Phrases.of(
    """\
xây dựng|đầu tư|kiểm soát|hỗ trợ|quản lý|xúc tiến|phát triển|kiểm nghiệm|giám định|xét nghiệm
điều trị|truyền thông|kiểm dịch|thông tin|kiểm tra|thanh tra|cung ứng|vận chuyển|vận tải|cứu hộ
bảo vệ|chăm sóc|phòng chống|tư vấn|đào tạo|huấn luyện|phục vụ|giám sát|lấy mẫu|truy vết|điều hành
tiếp nhận|thu dung|cách ly|công bố|phản ứng|tuần tra"""
)
# Words that may follow a body without its acting.
NO_PREDICATE = Phrases.of(
    """\
của|thuộc|và|hoặc|hay|ở|tại|về|đã|bị|từ|vừa|cho|để|trong|với|khi|nếu|theo|đến|như|nhằm|sau|do|vì
gồm|bao gồm|nói|cho biết|cho rằng|nhấn mạnh|ghi nhận|phát sinh|xuất hiện|xảy ra|diễn biến
nhận định|nhận được|đánh giá cao|biểu dương|ghi nhận và|thông báo để|là|được|sẽ|đang|cũng|còn|vẫn
tuy|nhưng|mà|thì|nơi|qua|bằng|lên|vào|trước|nêu|kết luận|có ý kiến|có mặt|có nguy cơ|có dịch
có ca|có số|có tỷ lệ|có tên|có người|có thẩm quyền|có hiệu lực|ngày|năm|tháng|số|lần|này|đó|trên
dưới|khác|trân trọng|thông tin thêm|họp và|vô cùng|rất|nhận thấy|xét thấy|thống nhất đánh giá
cơ bản|thông báo kết luận|thông báo kết quả|thông báo như sau|ban hành công văn
ban hành công điện|ban hành chỉ thị|ban hành quyết định số|ban hành kế hoạch số
ban hành thông báo số|ban hành văn bản|thông báo đến các|phải cách ly|phải khai báo"""
)
# … unless these words follow: they make a duty after all.
BUT_PREDICATE = Phrases.of(
    """\
là cơ quan thường trực|là cơ quan đầu mối|là đầu mối|là đơn vị đầu mối|là cơ quan chủ trì
là đơn vị chủ trì|được giao|được phân công|được yêu cầu|được ủy quyền|theo dõi|theo chức năng
theo nhiệm vụ|theo thẩm quyền|theo phạm vi|theo lĩnh vực|theo địa bàn|đến từng|trên cơ sở
về cơ sở|lên kế hoạch|lên phương án|vào cuộc|số hóa|trong phạm vi|trong thời gian|trong ngày
trước ngày|với vai trò|với trách nhiệm|qua đó|từ nay|từ ngày|có trách nhiệm|là nòng cốt
là lực lượng nòng cốt"""
)
# Words that order somebody.
ORDERS = Phrases.of(
    """\
yêu cầu|đề nghị|giao|giao cho|phân công|giao nhiệm vụ cho|giao trách nhiệm cho|giao trách nhiệm
thống nhất giao|đồng ý giao|ủy quyền|ủy quyền cho|kính đề nghị|trân trọng đề nghị|kiến nghị
yêu cầu tất cả|đề nghị tất cả|nghiêm túc yêu cầu|giao thêm|tiếp tục giao"""
)
OWN_ORDERS = Phrases.of(
    """\
yêu cầu|đề nghị|giao|giao cho|phân công|trân trọng đề nghị|kính đề nghị|kiến nghị|chỉ thị cho
thống nhất giao|cũng yêu cầu|cũng đề nghị|đã yêu cầu|đã giao|cũng giao|vừa yêu cầu|ủy quyền cho
nghiêm khắc yêu cầu"""
)
# Verbs of one syllable that belong to no name: others also end a word ("vận tải").
MODALS = Phrases.of(
    """\
phải|cần|có|không|chưa|chỉ|được|là|sẽ|đã|nắm|giao|lập|trình|rà|ngay|cử|gửi|nộp|tiêm|họp|mở|đưa
tạo|tự|phun|bám|dừng|ngừng"""
)
# Common nouns of the Party: they make a collective with one another only.
PARTY_NOUNS = Phrases.of(
    """\
huyện ủy|thành ủy|thị ủy|quận ủy|tỉnh ủy|đảng ủy|đảng đoàn|ban cán sự đảng|đảng bộ|chi bộ"""
)
# Qualities that only several bodies have.
OF_MANY = Phrases.of(
    """\
có liên quan|liên quan|hữu quan|chức năng|nêu trên|nói trên|khác|còn lại|lân cận|trên"""
)
# Offices that may share what they are held in: "Chủ tịch, Phó Chủ tịch UBND".
SHARING = Phrases.of(
    """\
Chủ tịch|Phó Chủ tịch|Bí thư|Phó Bí thư|Giám đốc|Phó Giám đốc|Trưởng|Phó Trưởng|Hiệu trưởng"""
)

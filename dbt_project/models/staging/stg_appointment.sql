{{ in_force('appointment') }}
